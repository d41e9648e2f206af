#include "codec/strided_copy.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

#include "codec/simd.h"

namespace chunkatlas {
namespace {

// Axes of one element are dropped, so as many as this would hold more than 2^64 elements.
constexpr std::size_t kMaxAxes = 64;
constexpr std::uint64_t kTile = 64;  // elements along each axis of a tile; a multiple of all lanes

// The box after simplification: axes from the outermost to the innermost, destination strides
// positive and falling.
struct Box {
  const std::uint8_t* src;
  std::uint8_t* dst;
  std::size_t itemsize;
  std::array<StridedAxis, kMaxAxes> axes;
  std::size_t rank = 0;
};

// Walks an axis backwards where that makes its destination stride positive.
void add_axis(StridedAxis axis, Box& box) {
  if (axis.dst_stride < 0) {
    const auto last = static_cast<std::int64_t>(axis.count - 1);
    box.src += last * axis.src_stride;
    box.dst += last * axis.dst_stride;
    axis.src_stride = -axis.src_stride;
    axis.dst_stride = -axis.dst_stride;
  }
  std::size_t at = box.rank++;
  for (; at > 0 && box.axes[at - 1].dst_stride < axis.dst_stride; --at) {
    box.axes[at] = box.axes[at - 1];
  }
  box.axes[at] = axis;
}

// Makes one axis of two where the outer one continues the inner one in both buffers.
void merge_axes(Box& box) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < box.rank; ++i) {
    const StridedAxis& axis = box.axes[i];
    if (kept > 0) {
      StridedAxis& outer = box.axes[kept - 1];
      const auto count = static_cast<std::int64_t>(axis.count);
      if (outer.src_stride == count * axis.src_stride &&
          outer.dst_stride == count * axis.dst_stride) {
        outer = {outer.count * axis.count, axis.src_stride, axis.dst_stride};
        continue;
      }
    }
    box.axes[kept++] = axis;
  }
  box.rank = kept;
}

// Elements that lie side by side in both buffers are one larger element.
void widen_items(Box& box) {
  if (box.rank == 0) return;
  const StridedAxis& inner = box.axes[box.rank - 1];
  const auto itemsize = static_cast<std::int64_t>(box.itemsize);
  if (inner.src_stride != itemsize || inner.dst_stride != itemsize) return;
  box.itemsize *= static_cast<std::size_t>(inner.count);
  --box.rank;
}

// Copies a plane of elements. `kSize` is their size, or 0 when only `itemsize` knows it.
template <std::size_t kSize>
void copy_plane(const std::uint8_t* src, std::uint8_t* dst, std::size_t itemsize,
                const StridedAxis& outer, const StridedAxis& inner) {
  for (std::uint64_t i = 0; i < outer.count; ++i) {
    const std::uint8_t* from = src;
    std::uint8_t* to = dst;
    for (std::uint64_t j = 0; j < inner.count; ++j) {
      std::memcpy(to, from, kSize == 0 ? itemsize : kSize);
      from += inner.src_stride;
      to += inner.dst_stride;
    }
    src += outer.src_stride;
    dst += outer.dst_stride;
  }
}

// A square of lanes x lanes elements: rows of `src` become columns of `dst`.
template <typename V>
void transpose_square(const std::uint8_t* src, std::int64_t src_row, std::uint8_t* dst,
                      std::int64_t dst_row) {
  constexpr std::size_t kLanes = sizeof(V) / sizeof(V{}[0]);
  std::array<V, kLanes> rows;
  for (std::size_t i = 0; i < kLanes; ++i, src += src_row) rows[i] = simd::load<V>(src);
  simd::transpose(rows);
  for (std::size_t i = 0; i < kLanes; ++i, dst += dst_row) simd::store(dst, rows[i]);
}

// A tile of a plane whose elements lie side by side along `outer` in the source and along `inner`
// in the destination: squares, and a strip at the end of each axis.
template <std::size_t kSize, typename V>
void transpose_tile(const std::uint8_t* src, std::uint8_t* dst, const StridedAxis& outer,
                    const StridedAxis& inner) {
  constexpr std::int64_t kLanes = sizeof(V) / kSize;
  const auto outer_count = static_cast<std::int64_t>(outer.count);
  const auto inner_count = static_cast<std::int64_t>(inner.count);
  const std::int64_t outer_whole = outer_count - outer_count % kLanes;
  const std::int64_t inner_whole = inner_count - inner_count % kLanes;
  for (std::int64_t i = 0; i < outer_whole; i += kLanes) {
    for (std::int64_t j = 0; j < inner_whole; j += kLanes) {
      transpose_square<V>(src + i * outer.src_stride + j * inner.src_stride, inner.src_stride,
                          dst + i * outer.dst_stride + j * inner.dst_stride, outer.dst_stride);
    }
  }
  StridedAxis rest = inner;
  rest.count = static_cast<std::uint64_t>(inner_count - inner_whole);
  copy_plane<kSize>(src + inner_whole * inner.src_stride, dst + inner_whole * inner.dst_stride,
                    kSize, outer, rest);
  StridedAxis last = outer;
  last.count = static_cast<std::uint64_t>(outer_count - outer_whole);
  rest.count = static_cast<std::uint64_t>(inner_whole);
  copy_plane<kSize>(src + outer_whole * outer.src_stride, dst + outer_whole * outer.dst_stride,
                    kSize, last, rest);
}

// A plane that the source stores the other way round goes in tiles, so that each cache line is used
// whole while it is there.
template <std::size_t kSize, typename V>
void copy_or_transpose(const std::uint8_t* src, std::uint8_t* dst, const StridedAxis& outer,
                       const StridedAxis& inner) {
  if (std::abs(outer.src_stride) >= std::abs(inner.src_stride)) {
    return copy_plane<kSize>(src, dst, kSize, outer, inner);
  }
  constexpr auto kStep = static_cast<std::int64_t>(kSize);
  const bool has_squares = outer.src_stride == kStep && inner.dst_stride == kStep;
  StridedAxis rows = outer;
  StridedAxis columns = inner;
  for (std::uint64_t i = 0; i < outer.count; i += kTile) {
    rows.count = std::min(kTile, outer.count - i);
    for (std::uint64_t j = 0; j < inner.count; j += kTile) {
      columns.count = std::min(kTile, inner.count - j);
      const auto row = static_cast<std::int64_t>(i);
      const auto column = static_cast<std::int64_t>(j);
      const std::uint8_t* from = src + row * outer.src_stride + column * inner.src_stride;
      std::uint8_t* to = dst + row * outer.dst_stride + column * inner.dst_stride;
      if (has_squares) {
        transpose_tile<kSize, V>(from, to, rows, columns);
      } else {
        copy_plane<kSize>(from, to, kSize, rows, columns);
      }
    }
  }
}

void copy_any_plane(const std::uint8_t* src, std::uint8_t* dst, std::size_t itemsize,
                    const StridedAxis& outer, const StridedAxis& inner) {
  switch (itemsize) {
    case 1:
      return copy_or_transpose<1, simd::U8x16>(src, dst, outer, inner);
    case 2:
      return copy_or_transpose<2, simd::U16x8>(src, dst, outer, inner);
    case 4:
      return copy_or_transpose<4, simd::U32x4>(src, dst, outer, inner);
    case 8:
      return copy_or_transpose<8, simd::U64x2>(src, dst, outer, inner);
    case 16:
      return copy_plane<16>(src, dst, itemsize, outer, inner);
    default:
      return copy_plane<0>(src, dst, itemsize, outer, inner);
  }
}

// Of the axes outside the innermost one, the one along which the source is densest goes next to it:
// together they are the plane that a transpose works on.
void choose_plane(Box& box) {
  if (box.rank < 3) return;
  const auto end = box.axes.begin() + static_cast<std::ptrdiff_t>(box.rank - 1);
  const auto densest =
      std::min_element(box.axes.begin(), end, [](const StridedAxis& a, const StridedAxis& b) {
        return std::abs(a.src_stride) < std::abs(b.src_stride);
      });
  if (std::abs(densest->src_stride) < std::abs(end->src_stride)) {
    std::rotate(densest, densest + 1, end);
  }
}

// Visits every index of the outer axes, the last of them fastest.
void copy_box(const Box& box) {
  constexpr StridedAxis kOne{1, 0, 0};
  const StridedAxis& inner = box.rank > 0 ? box.axes[box.rank - 1] : kOne;
  const StridedAxis& outer = box.rank > 1 ? box.axes[box.rank - 2] : kOne;
  const std::size_t loops = box.rank > 2 ? box.rank - 2 : 0;
  std::array<std::uint64_t, kMaxAxes> index{};
  const std::uint8_t* src = box.src;
  std::uint8_t* dst = box.dst;
  for (;;) {
    copy_any_plane(src, dst, box.itemsize, outer, inner);
    std::size_t axis = loops;
    for (; axis > 0; --axis) {
      const StridedAxis& loop = box.axes[axis - 1];
      if (++index[axis - 1] < loop.count) {
        src += loop.src_stride;
        dst += loop.dst_stride;
        break;
      }
      index[axis - 1] = 0;
      src -= static_cast<std::int64_t>(loop.count - 1) * loop.src_stride;
      dst -= static_cast<std::int64_t>(loop.count - 1) * loop.dst_stride;
    }
    if (axis == 0) return;
  }
}

}  // namespace

void strided_copy(const std::uint8_t* src, std::uint8_t* dst, std::size_t itemsize,
                  std::span<const StridedAxis> axes) {
  const auto is_empty = [](const StridedAxis& axis) { return axis.count == 0; };
  if (itemsize == 0 || std::any_of(axes.begin(), axes.end(), is_empty)) return;
  Box box{src, dst, itemsize, {}, 0};
  for (const StridedAxis& axis : axes) {
    if (axis.count > 1 && box.rank < kMaxAxes) add_axis(axis, box);
  }
  merge_axes(box);
  widen_items(box);
  choose_plane(box);
  copy_box(box);
}

}  // namespace chunkatlas
