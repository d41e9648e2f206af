#include "extra/lzma.h"

#include <lzma.h>

#include <string>

#include "extra/lzma_chain.h"
#include "extra/output.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kXzMagic{
    "\xFD"
    "7zXZ\0",
    6};

Error failed(const char* what) { return Error(Code::kDecodeFailed, std::string("lzma: ") + what); }

Error too_much_memory() {
  return Error(Code::kLimitExceeded, "lzma: the dictionary needs more than " +
                                         std::to_string(kLzmaMemory) + " bytes of memory");
}

Error error_of(lzma_ret status) {
  switch (status) {
    case LZMA_MEM_ERROR:
      return Error(Code::kLimitExceeded, "no memory to decode lzma");
    case LZMA_MEMLIMIT_ERROR:
      return too_much_memory();
    case LZMA_OPTIONS_ERROR:
      return Error(Code::kUnsupported, "lzma: filters or options that this build has not");
    case LZMA_UNSUPPORTED_CHECK:
      return Error(Code::kUnsupported, "lzma: a kind of checksum that this build has not");
    case LZMA_FORMAT_ERROR:
      return failed("the data are not of the format that the metadata states");
    case LZMA_BUF_ERROR:
      return failed("the data are cut short");
    default:
      return failed("the data are corrupt");
  }
}

class Decoder {
 public:
  Decoder() = default;
  ~Decoder() { lzma_end(&stream); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  lzma_stream stream = LZMA_STREAM_INIT;
};

Result<void> start(lzma_ret status) {
  if (status != LZMA_OK) return error_of(status);
  return {};
}

// How many bytes of `in` the decoder has used at the end of its stream.
Result<std::size_t> run(lzma_stream& stream, Bytes in, Output& output) {
  stream.next_in = in.data();
  stream.avail_in = in.size();
  while (true) {
    const MutableBytes room = TRY(output.room());
    stream.next_out = room.data();
    stream.avail_out = room.size();
    const lzma_ret status = lzma_code(&stream, LZMA_FINISH);
    output.take(room.size() - stream.avail_out);
    if (status == LZMA_STREAM_END) return in.size() - stream.avail_in;
    if (status != LZMA_OK) return error_of(status);
  }
}

bool begins_xz(Bytes in) {
  return in.size() >= kXzMagic.size() && as_text(in.first(kXzMagic.size())) == kXzMagic;
}

Result<void> decode_xz(Bytes in, Output& output) {
  do {
    Decoder decoder;
    TRY(start(lzma_stream_decoder(&decoder.stream, kLzmaMemory, LZMA_TELL_UNSUPPORTED_CHECK)));
    in = in.subspan(TRY(run(decoder.stream, in, output)));
  } while (begins_xz(in));
  return {};
}

Result<void> decode_alone(Bytes in, Output& output) {
  Decoder decoder;
  TRY(start(lzma_alone_decoder(&decoder.stream, kLzmaMemory)));
  TRY(run(decoder.stream, in, output));
  return {};
}

Result<void> decode_raw(std::span<const LzmaFilter> filters, Bytes in, Output& output) {
  LzmaChain chain;
  TRY(chain.set(filters));
  const std::uint64_t memory = lzma_raw_decoder_memusage(chain.filters());
  const bool is_chain = memory != UINT64_MAX;
  if (is_chain && memory > kLzmaMemory) return too_much_memory();
  Decoder decoder;
  const lzma_ret status =
      is_chain ? lzma_raw_decoder(&decoder.stream, chain.filters()) : LZMA_OPTIONS_ERROR;
  if (status == LZMA_OPTIONS_ERROR) {
    return Error(Code::kInvalidMetadata, "lzma: the filters make no chain");
  }
  TRY(start(status));
  TRY(run(decoder.stream, in, output));
  return {};
}

Result<void> decode(LzmaFormat format, std::span<const LzmaFilter> filters, Bytes in,
                    Output& output) {
  switch (format) {
    case LzmaFormat::kAuto:
      return begins_xz(in) ? decode_xz(in, output) : decode_alone(in, output);
    case LzmaFormat::kXz:
      return decode_xz(in, output);
    case LzmaFormat::kAlone:
      return decode_alone(in, output);
    case LzmaFormat::kRaw:
      return decode_raw(filters, in, output);
  }
  return Error(Code::kInvalidMetadata, "lzma: an unknown format");
}

}  // namespace

Result<void> decode_lzma(LzmaFormat format, std::span<const LzmaFilter> filters, Bytes in,
                         std::size_t max, Buffer& out) {
  Output output("lzma", max, out);
  TRY(decode(format, filters, in, output));
  return output.finish();
}

}  // namespace chunkatlas
