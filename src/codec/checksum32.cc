// Codecs that put a 32-bit checksum before or after the bytes that it covers: verified, then taken
// off.
//   crc32, adler32     zlib's; at the start
//   crc32c             Castagnoli's; at the end
//   jenkins_lookup3    at the end; configuration: `initval`, the hash's seed
// Configuration of the first three: `location`, "start" or "end", when it is not as above.
// Source: numcodecs (checksum32.py); the crc32c of Zarr v3 is its own with the default.
#include <libdeflate.h>

#include <limits>

#include "base/crc32c.h"
#include "base/lookup3.h"
#include "codec/decode_error.h"
#include "codec/decoders.h"

namespace chunkatlas {
namespace {

constexpr std::size_t kChecksumBytes = sizeof(std::uint32_t);

enum class Location : bool { kStart, kEnd };

struct Kind {
  std::string_view name;
  Location location;
  std::uint32_t (*checksum)(Bytes data, std::uint32_t seed);
  std::uint32_t seed;  // what the checksum starts with when nothing else is said
};

constexpr Kind kCrc32 = {
    "crc32", Location::kStart,
    [](Bytes data, std::uint32_t seed) { return libdeflate_crc32(seed, data.data(), data.size()); },
    0};
constexpr Kind kAdler32 = {"adler32", Location::kStart,
                           [](Bytes data, std::uint32_t seed) {
                             return libdeflate_adler32(seed, data.data(), data.size());
                           },
                           1};
constexpr Kind kCrc32c = {"crc32c", Location::kEnd,
                          [](Bytes data, std::uint32_t) { return crc32c(data); }, 0};
constexpr Kind kLookup3 = {"jenkins_lookup3", Location::kEnd, lookup3, 0};

class ChecksumDecoder : public BytesDecoder {
 public:
  explicit ChecksumDecoder(const Kind& kind) : kind_(kind) {}

  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    if (in.size() < kChecksumBytes) return decode_failed(kind_.name, "no checksum");
    const std::size_t size = in.size() - kChecksumBytes;
    if (size > limit.max) return decodes_to_more(kind_.name, limit.max);
    const bool is_first = kind_.location == Location::kStart;
    const Bytes data = in.subspan(is_first ? kChecksumBytes : 0, size);
    const auto stored = load_le<std::uint32_t>(in.data() + (is_first ? 0 : size));
    if (kind_.checksum(data, kind_.seed) != stored) {
      return Error(Code::kChecksumMismatch,
                   std::string(kind_.name).append(": the checksum does not match"));
    }
    TRY(out.resize(size));
    if (size > 0) std::memcpy(out.data(), data.data(), size);
    return {};
  }

 private:
  Kind kind_;
};

Error invalid(std::string_view name, std::string_view what) {
  return Error(Code::kInvalidMetadata, std::string(name).append(": ").append(what));
}

MadeBytesDecoder make_located(Kind kind, const json::Value& config) {
  const json::Value* location = config.find("location");
  if (location != nullptr && !location->is_null()) {
    const std::string* text = location->as_string();
    if (text == nullptr || (*text != "start" && *text != "end")) {
      return invalid(kind.name, "location is neither \"start\" nor \"end\"");
    }
    kind.location = *text == "start" ? Location::kStart : Location::kEnd;
  }
  return bytes_decoder<ChecksumDecoder>(kind);
}

}  // namespace

MadeBytesDecoder make_adler32(const json::Value& config, const DType&) {
  return make_located(kAdler32, config);
}

MadeBytesDecoder make_crc32(const json::Value& config, const DType&) {
  return make_located(kCrc32, config);
}

MadeBytesDecoder make_crc32c(const json::Value& config, const DType&) {
  return make_located(kCrc32c, config);
}

MadeBytesDecoder make_jenkins_lookup3(const json::Value& config, const DType&) {
  Kind kind = kLookup3;
  if (const json::Value* value = config.find("initval")) {
    const auto seed = value->as_count();
    if (!seed || *seed > std::numeric_limits<std::uint32_t>::max()) {
      return invalid(kind.name, "initval is no 32-bit number");
    }
    kind.seed = static_cast<std::uint32_t>(*seed);
  }
  // numcodecs takes bytes hashed before the data, which no JSON can give it.
  const json::Value* prefix = config.find("prefix");
  if (prefix != nullptr && !prefix->is_null()) return invalid(kind.name, "prefix is not null");
  return bytes_decoder<ChecksumDecoder>(kind);
}

}  // namespace chunkatlas
