#include "codec/strided_copy.h"

#include <random>

#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

// The definition: every element of the box on its own.
void copy_each(const std::uint8_t* src, std::uint8_t* dst, std::size_t itemsize,
               std::span<const StridedAxis> axes) {
  if (axes.empty()) {
    std::memcpy(dst, src, itemsize);
    return;
  }
  for (std::uint64_t i = 0; i < axes[0].count; ++i) {
    const auto step = static_cast<std::int64_t>(i);
    copy_each(src + step * axes[0].src_stride, dst + step * axes[0].dst_stride, itemsize,
              axes.subspan(1));
  }
}

// One side of a box: strides over a block of its own size, in a random order of axes, with gaps and
// some axes backwards.
struct Side {
  std::vector<std::int64_t> strides;
  std::size_t size = 0;   // bytes of the block
  std::size_t start = 0;  // of the box's first element in it
};

Side random_side(const std::vector<std::uint64_t>& counts, std::size_t itemsize,
                 std::mt19937& random) {
  const auto one_of = [&](std::uint32_t n) { return static_cast<std::size_t>(random() % n); };
  std::vector<std::size_t> order(counts.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  if (one_of(3) > 0) std::shuffle(order.begin(), order.end(), random);
  const bool has_gaps = one_of(2) == 0;
  const bool has_reversals = one_of(3) == 0;
  Side side;
  side.strides.resize(counts.size());
  std::size_t extent = itemsize;  // bytes of the box over the axes so far
  for (std::size_t i = order.size(); i-- > 0;) {
    const std::size_t axis = order[i];
    const std::size_t stride = extent + (has_gaps ? one_of(3) * itemsize : 0);
    if (counts[axis] > 0) extent += (counts[axis] - 1) * stride;
    if (!has_gaps && counts[axis] > 0) extent = counts[axis] * stride;
    side.strides[axis] = static_cast<std::int64_t>(stride);
    if (has_reversals && one_of(2) == 0 && counts[axis] > 0) {
      side.strides[axis] = -side.strides[axis];
      side.start += (counts[axis] - 1) * stride;
    }
  }
  side.size = extent;
  return side;
}

void check_copy(const std::vector<std::uint64_t>& counts, std::size_t itemsize,
                std::mt19937& random) {
  const Side from = random_side(counts, itemsize, random);
  const Side to = random_side(counts, itemsize, random);
  std::vector<StridedAxis> axes;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    axes.push_back({counts[i], from.strides[i], to.strides[i]});
  }
  Data src(from.size);
  for (std::uint8_t& byte : src) byte = static_cast<std::uint8_t>(random());
  Data expected(to.size, 0xAA);
  Data got = expected;
  copy_each(src.data() + from.start, expected.data() + to.start, itemsize, axes);
  strided_copy(src.data() + from.start, got.data() + to.start, itemsize, axes);
  const bool is_equal = got == expected;
  CHECK(is_equal);
}

TEST_CASE("strided_copy does what a loop over all elements does") {
  std::mt19937 random(7);
  for (int round = 0; round < 4000; ++round) {
    constexpr std::size_t kSizes[] = {1, 2, 4, 8, 16, 3, 12, 33};
    const std::size_t itemsize = kSizes[random() % 8];
    std::vector<std::uint64_t> counts(random() % 6);
    const std::uint32_t longest = counts.size() > 3 ? 6 : counts.size() > 2 ? 20 : 100;
    for (std::uint64_t& count : counts) count = random() % 12 == 0 ? 1 : 1 + random() % longest;
    CAPTURE(round, itemsize, counts);
    check_copy(counts, itemsize, random);
  }
}

TEST_CASE("strided_copy transposes planes of any remainder") {
  for (std::size_t itemsize : {1, 2, 4, 8, 16, 6}) {
    for (std::uint64_t rows : {1, 2, 7, 16, 17, 63, 64, 65, 130, 200}) {
      for (std::uint64_t columns : {1, 3, 15, 16, 31, 64, 65, 129}) {
        const auto size = static_cast<std::int64_t>(itemsize);
        const StridedAxis axes[] = {
            {rows, size, size * static_cast<std::int64_t>(columns)},
            {columns, size * static_cast<std::int64_t>(rows), size},
        };
        Data src(itemsize * rows * columns);
        for (std::size_t i = 0; i < src.size(); ++i)
          src[i] = static_cast<std::uint8_t>(i * 31 >> 3);
        Data expected(src.size());
        Data got(src.size());
        copy_each(src.data(), expected.data(), itemsize, axes);
        strided_copy(src.data(), got.data(), itemsize, axes);
        CAPTURE(itemsize, rows, columns);
        const bool is_equal = got == expected;
        CHECK(is_equal);
      }
    }
  }
}

TEST_CASE("strided_copy of one element, of none, and of one source element many times") {
  const Data src = bytes_of("abcd");
  Data dst(8, '.');
  strided_copy(src.data(), dst.data(), 4, {});
  CHECK(dst == bytes_of("abcd...."));
  const StridedAxis empty[] = {{5, 1, 1}, {0, 1, 1}};
  strided_copy(src.data(), dst.data(), 1, empty);
  CHECK(dst == bytes_of("abcd...."));
  const StridedAxis repeated[] = {{4, 0, 2}};
  strided_copy(src.data(), dst.data(), 2, repeated);
  CHECK(dst == bytes_of("abababab"));
}

}  // namespace
}  // namespace chunkatlas::testing
