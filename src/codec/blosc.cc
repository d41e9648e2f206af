// blosc: the Blosc 1 container (format version 2), whose header says all that decoding needs: no
// configuration is read.
//
//   0 version, 1 inner version, 2 flags, 3 type size, 4 nbytes, 8 blocksize, 12 cbytes (u32 LE)
//   16 a u32 offset for each block; a block is one split, or one for each byte of the type; a split
//      is its u32 size and its data, stored as they are when they have their decoded size
//
// The container is parsed here because c-blosc's decoder does not know where its input ends. Every
// number is checked before it is used. Bytes beyond cbytes are ignored: a chunk may be padded.
// Source: c-blosc 1.21, README_CHUNK_FORMAT.rst and blosc.c.
#include <algorithm>
#include <optional>

#include "codec/bitunshuffle.h"
#include "codec/blosc_split.h"
#include "codec/decode_error.h"
#include "codec/decoders.h"
#include "codec/unshuffle.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kName = "blosc";
constexpr std::size_t kHeaderSize = 16;
constexpr std::size_t kWord = sizeof(std::uint32_t);
constexpr int kVersion = 2;
constexpr int kFirstBlosc2Version = 3;
constexpr int kLastBlosc2Version = 5;

constexpr int kShuffle = 0x01;
constexpr int kStored = 0x02;
constexpr int kBitShuffle = 0x04;
constexpr int kReserved = 0x08;
constexpr int kNotSplit = 0x10;
constexpr int kCompressorShift = 5;

constexpr std::size_t kMaxSplits = 16;
constexpr std::size_t kMinSplitSize = 128;

// c-blosc's own limits; the sum of both fits in 32 bits.
constexpr std::size_t kMaxBytes = (std::size_t{1} << 31) - 1 - kHeaderSize;
constexpr std::size_t kMaxBlockSize = kMaxBytes / 3;

struct Header {
  int flags;
  std::size_t type_size;
  std::size_t nbytes;      // decoded
  std::size_t block_size;  // decoded, but for the last block
  std::size_t cbytes;      // encoded, header included

  [[nodiscard]] std::size_t block_count() const { return (nbytes + block_size - 1) / block_size; }

  // Only whole blocks are split, one split for each byte of the type.
  [[nodiscard]] std::size_t split_count(std::size_t decoded_size) const {
    const bool is_split = (flags & kNotSplit) == 0 && type_size <= kMaxSplits &&
                          block_size / type_size >= kMinSplitSize && decoded_size == block_size;
    return is_split ? type_size : 1;
  }
  [[nodiscard]] bool has_filter() const { return (flags & (kShuffle | kBitShuffle)) != 0; }
  [[nodiscard]] bool is_shuffled() const { return (flags & kShuffle) != 0 && type_size > 1; }
  [[nodiscard]] bool is_bit_shuffled(std::size_t decoded_size) const {
    return !is_shuffled() && (flags & kBitShuffle) != 0 && decoded_size >= type_size;
  }
};

// Blosc 2 has version numbers of its own, or marks its longer header by both shuffle flags.
bool is_blosc2(int version, int flags) {
  constexpr int kBoth = kShuffle | kBitShuffle;
  return (version >= kFirstBlosc2Version && version <= kLastBlosc2Version) ||
         (version == kVersion && (flags & kBoth) == kBoth);
}

Result<Header> parse_header(Bytes in) {
  if (in.size() < kHeaderSize) return decode_failed(kName, "shorter than its header");
  const int version = in[0];
  Header header{in[2], in[3], load_le<std::uint32_t>(&in[4]), load_le<std::uint32_t>(&in[8]),
                load_le<std::uint32_t>(&in[12])};
  if (is_blosc2(version, header.flags)) {
    return Error(Code::kUnsupported, "blosc: a Blosc 2 chunk; only Blosc 1 is read");
  }
  if (version != kVersion) return decode_failed(kName, "not version 2 of the format");
  if ((header.flags & kReserved) != 0) return decode_failed(kName, "a reserved flag is set");
  if (header.cbytes < kHeaderSize || header.cbytes > in.size()) {
    return decode_failed(kName, "cut short");
  }
  return header;
}

// What else must hold of a header whose chunk is not empty.
Result<void> check_sizes(const Header& header) {
  if (header.type_size == 0) return decode_failed(kName, "a type size of 0");
  if (header.nbytes > kMaxBytes) return decode_failed(kName, "a wrong size");
  if (header.block_size == 0 || header.block_size > std::min(header.nbytes, kMaxBlockSize)) {
    return decode_failed(kName, "a wrong block size");
  }
  return {};
}

// Writers store a split rather than let it grow, but for Snappy, whose own bound this is. Without
// it a long split that many blocks share would take quadratic time.
std::size_t most_encoded(std::size_t size) { return size + size / 6 + 32; }

// Decodes the splits of one block, which start at `offset`, to `out`.
Result<void> decode_splits(Bytes in, std::size_t offset, std::size_t split_count,
                           const SplitDecoder& splits, MutableBytes out) {
  if (out.size() % split_count != 0) return decode_failed(kName, "a block of uneven splits");
  const std::size_t size = out.size() / split_count;
  for (std::size_t i = 0; i < split_count; ++i) {
    if (offset > in.size() || in.size() - offset < kWord) {
      return decode_failed(kName, "a block lies outside the chunk");
    }
    const std::size_t encoded_size = load_le<std::uint32_t>(&in[offset]);
    offset += kWord;
    if (encoded_size > in.size() - offset) {
      return decode_failed(kName, "a split lies outside the chunk");
    }
    if (encoded_size > most_encoded(size)) return decode_failed(kName, "a split of a wrong size");
    const Bytes encoded = in.subspan(offset, encoded_size);
    const MutableBytes decoded = out.subspan(i * size, size);
    if (encoded_size == size) {
      std::memcpy(decoded.data(), encoded.data(), size);
    } else if (!splits.decode(encoded, decoded)) {
      return decode_failed(kName, std::string("corrupt data inside (").append(splits.name()) + ")");
    }
    offset += encoded_size;
  }
  return {};
}

// Decodes the blocks that hold `wanted`. `in` is the chunk up to its cbytes; `out` has nbytes. A
// shuffled block is decoded to `scratch`, which has block_size bytes, and unshuffled from there to
// its place.
Result<void> decode_blocks(const Header& header, Bytes in, ByteSpan wanted,
                           const SplitDecoder& splits, std::uint8_t* scratch, std::uint8_t* out) {
  const std::size_t blocks = header.block_count();
  if (blocks > (in.size() - kHeaderSize) / kWord) {
    return decode_failed(kName, "the block offsets do not fit");
  }
  const std::size_t offsets_end = kHeaderSize + blocks * kWord;
  // First cut to what there is: the sum fits in 32 bits then.
  const std::size_t end = std::min(wanted.end, header.nbytes);
  const std::size_t last = (end + header.block_size - 1) / header.block_size;
  for (std::size_t i = wanted.begin / header.block_size; i < last; ++i) {
    const std::size_t start = i * header.block_size;
    const std::size_t size = std::min(header.block_size, header.nbytes - start);
    const std::size_t offset = load_le<std::uint32_t>(&in[kHeaderSize + i * kWord]);
    if (offset < offsets_end) return decode_failed(kName, "a block lies outside the chunk");
    const bool is_shuffled = header.is_shuffled();
    const bool is_bit_shuffled = header.is_bit_shuffled(size);
    std::uint8_t* target = is_shuffled || is_bit_shuffled ? scratch : out + start;
    TRY(decode_splits(in, offset, header.split_count(size), splits, {target, size}));
    if (is_shuffled) unshuffle(header.type_size, {scratch, size}, out + start);
    if (is_bit_shuffled) bitunshuffle(header.type_size, {scratch, size}, out + start);
  }
  return {};
}

class BloscDecoder : public BytesDecoder {
 public:
  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    return decode_part(in, limit, {0, limit.max}, out);
  }

  Result<void> decode_part(Bytes in, SizeLimit limit, ByteSpan wanted, Buffer& out) const override {
    const Header header = TRY(parse_header(in));
    if (header.nbytes > limit.max) return decodes_to_more(kName, limit.max);
    if (header.nbytes == 0) return out.resize(0);
    if ((header.flags & kStored) != 0) return copy_stored(header, in, out);
    TRY(check_sizes(header));
    TRY(out.resize(header.nbytes));
    if (header.has_filter()) TRY(scratch_.resize(header.block_size));
    TRY(prepare(header.flags >> kCompressorShift));
    return decode_blocks(header, in.first(header.cbytes), wanted, *splits_, scratch_.data(),
                         out.data());
  }

 private:
  // Nearly always all chunks of an array have one compressor.
  Result<void> prepare(int compressor) const {
    if (splits_ && compressor_ == compressor) return {};
    splits_.emplace(TRY(SplitDecoder::make(compressor)));
    compressor_ = compressor;
    return {};
  }

  static Result<void> copy_stored(const Header& header, Bytes in, Buffer& out) {
    if (header.cbytes - kHeaderSize != header.nbytes) {
      return decode_failed(kName, "stored data of another size");
    }
    TRY(out.resize(header.nbytes));
    std::memcpy(out.data(), &in[kHeaderSize], header.nbytes);
    return {};
  }

  mutable Buffer scratch_;
  mutable std::optional<SplitDecoder> splits_;
  mutable int compressor_ = 0;
};

}  // namespace

MadeBytesDecoder make_blosc(const json::Value&, const DType&) {
  return bytes_decoder<BloscDecoder>();
}

}  // namespace chunkatlas
