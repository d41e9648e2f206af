// deflate: a member of a zip archive as a range of it, its local header included (Kerchunk's codec
// of that name). No configuration.
//
// The sizes in the header and its CRC are verified, unless the archive was streamed: then they are
// not there, but behind the data. Source: PKWARE's APPNOTE.TXT, section 4.3.7.
#include <libdeflate.h>

#include "codec/decode_error.h"
#include "codec/decoders.h"
#include "codec/inflate.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kName = "deflate";
constexpr std::size_t kHeader = 30;
constexpr std::uint32_t kSignature = 0x04034B50;
constexpr std::uint16_t kIsEncrypted = 1;
constexpr std::uint16_t kIsStreamed = 8;
constexpr std::uint16_t kMethodDeflate = 8;

class DeflateDecoder : public BytesDecoder {
 public:
  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    if (in.size() < kHeader || load_le<std::uint32_t>(in.data()) != kSignature) {
      return decode_failed(kName, "no local header of a zip archive");
    }
    const auto flags = load_le<std::uint16_t>(&in[6]);
    if ((flags & kIsEncrypted) != 0 || load_le<std::uint16_t>(&in[8]) != kMethodDeflate) {
      return decode_failed(kName, "the member is encrypted or compressed otherwise");
    }
    const std::size_t start =
        kHeader + load_le<std::uint16_t>(&in[26]) + load_le<std::uint16_t>(&in[28]);
    if (start > in.size()) return decode_failed(kName, "the header is cut short");
    const bool is_streamed = (flags & kIsStreamed) != 0;
    const std::size_t size = load_le<std::uint32_t>(&in[22]);
    if (!is_streamed && size > limit.max) return decodes_to_more(kName, limit.max);
    if (!is_streamed) limit = {size, size};
    TRY(inflater_.run(Wrapper::kNone, in.subspan(start), limit, 0, out));
    if (is_streamed) return {};
    if (out.size() != size) return decode_failed(kName, "not as long as its header says");
    if (libdeflate_crc32(0, out.data(), out.size()) != load_le<std::uint32_t>(&in[14])) {
      return Error(Code::kChecksumMismatch, "deflate: the checksum does not match");
    }
    return {};
  }

 private:
  mutable Inflater inflater_;
};

}  // namespace

MadeBytesDecoder make_deflate(const json::Value&, const DType&) {
  return bytes_decoder<DeflateDecoder>();
}

}  // namespace chunkatlas
