#include "extra/bz2.h"

#include <bzlib.h>

#include <algorithm>

#include "extra/output.h"

// libbz2 without stdio calls this when it finds its own state impossible.
extern "C" void bz_internal_error(int) { __builtin_trap(); }

namespace chunkatlas {
namespace {

// libbz2 counts in unsigned ints.
constexpr std::size_t kMaxStep = std::size_t{1} << 30;

Error corrupt() { return Error(Code::kDecodeFailed, "bz2: the data are corrupt"); }
Error cut_short() { return Error(Code::kDecodeFailed, "bz2: the data are cut short"); }
Error no_memory() { return Error(Code::kLimitExceeded, "no memory to decode bz2"); }

class Decompressor {
 public:
  Decompressor() : is_ready_(BZ2_bzDecompressInit(&stream, 0, 0) == BZ_OK) {}
  ~Decompressor() {
    if (is_ready_) BZ2_bzDecompressEnd(&stream);
  }
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;
  [[nodiscard]] bool is_ready() const { return is_ready_; }

  bz_stream stream{};

 private:
  bool is_ready_;
};

// How many bytes the stream at the start of `in` has.
Result<std::size_t> decode_stream(Bytes in, Output& output) {
  Decompressor decompressor;
  if (!decompressor.is_ready()) return no_memory();
  bz_stream& stream = decompressor.stream;
  std::size_t at = 0;
  while (true) {
    MutableBytes room = TRY(output.room());
    room = room.first(std::min(room.size(), kMaxStep));
    const std::size_t step = std::min(in.size() - at, kMaxStep);
    // libbz2 declares what it only reads as writable.
    stream.next_in = const_cast<char*>(reinterpret_cast<const char*>(in.data() + at));
    stream.avail_in = static_cast<unsigned>(step);
    stream.next_out = reinterpret_cast<char*>(room.data());
    stream.avail_out = static_cast<unsigned>(room.size());
    const int status = BZ2_bzDecompress(&stream);
    at += step - stream.avail_in;
    output.take(room.size() - stream.avail_out);
    if (status == BZ_STREAM_END) return at;
    if (status == BZ_MEM_ERROR) return no_memory();
    if (status != BZ_OK) return corrupt();
    if (at == in.size() && stream.avail_out > 0) return cut_short();
  }
}

bool begins_stream(Bytes in) { return in.size() >= 3 && as_text(in.first(3)) == "BZh"; }

}  // namespace

Result<void> decode_bz2(Bytes in, std::size_t max, Buffer& out) {
  Output output("bz2", max, out);
  do {
    in = in.subspan(TRY(decode_stream(in, output)));
  } while (begins_stream(in));
  return output.finish();
}

}  // namespace chunkatlas
