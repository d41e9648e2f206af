#include "codec/blosc_split.h"

#include <libdeflate.h>
#include <lz4.h>
#include <snappy.h>
#include <zstd.h>

#include <limits>

#include "codec/blosclz.h"

namespace chunkatlas {
namespace {

constexpr std::size_t kMaxInt = std::numeric_limits<int>::max();

const char* chars(Bytes bytes) { return reinterpret_cast<const char*>(bytes.data()); }
char* chars(MutableBytes bytes) { return reinterpret_cast<char*>(bytes.data()); }

bool decode_lz4(Bytes in, MutableBytes out) {
  if (in.size() > kMaxInt || out.size() > kMaxInt) return false;
  const int size = LZ4_decompress_safe(chars(in), chars(out), static_cast<int>(in.size()),
                                       static_cast<int>(out.size()));
  return size >= 0 && static_cast<std::size_t>(size) == out.size();
}

bool decode_snappy(Bytes in, MutableBytes out) {
  std::size_t size = 0;
  return snappy::GetUncompressedLength(chars(in), in.size(), &size) && size == out.size() &&
         snappy::RawUncompress(chars(in), in.size(), chars(out));
}

}  // namespace

void SplitDecoder::FreeZlib::operator()(libdeflate_decompressor* context) const {
  libdeflate_free_decompressor(context);
}

void SplitDecoder::FreeZstd::operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }

Result<SplitDecoder> SplitDecoder::make(int compressor) {
  if (compressor > static_cast<int>(Kind::kZstd)) {
    return Error(Code::kUnsupported,
                 "blosc: compressor " + std::to_string(compressor) + " is not known");
  }
  SplitDecoder decoder(static_cast<Kind>(compressor));
  if (decoder.kind_ == Kind::kZlib) decoder.zlib_.reset(libdeflate_alloc_decompressor());
  if (decoder.kind_ == Kind::kZstd) decoder.zstd_.reset(ZSTD_createDCtx());
  if ((decoder.kind_ == Kind::kZlib && decoder.zlib_ == nullptr) ||
      (decoder.kind_ == Kind::kZstd && decoder.zstd_ == nullptr)) {
    return Error(Code::kLimitExceeded, "no memory to decode blosc");
  }
  return decoder;
}

std::string_view SplitDecoder::name() const {
  switch (kind_) {
    case Kind::kBloscLz:
      return "blosclz";
    case Kind::kLz4:
      return "lz4";
    case Kind::kSnappy:
      return "snappy";
    case Kind::kZlib:
      return "zlib";
    case Kind::kZstd:
      break;
  }
  return "zstd";
}

bool SplitDecoder::decode(Bytes in, MutableBytes out) const {
  switch (kind_) {
    case Kind::kBloscLz:
      return decode_blosclz(in, out);
    case Kind::kLz4:
      return decode_lz4(in, out);
    case Kind::kSnappy:
      return decode_snappy(in, out);
    case Kind::kZlib:
      return libdeflate_zlib_decompress(zlib_.get(), in.data(), in.size(), out.data(), out.size(),
                                        nullptr) == LIBDEFLATE_SUCCESS;
    case Kind::kZstd:
      break;
  }
  return ZSTD_decompressDCtx(zstd_.get(), out.data(), out.size(), in.data(), in.size()) ==
         out.size();
}

}  // namespace chunkatlas
