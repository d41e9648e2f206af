// Copies a box of elements between two buffers of any layout: the one N-dimensional kernel.
//
//   strided_copy(chunk, window, 2, {{rows, 768, 6}, {3, 2, 2}});   // 3 of 384 int16 channels
//
// The caller has checked that every element of the box lies inside its buffer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace chunkatlas {

struct StridedAxis {
  std::uint64_t count;      // elements along the axis
  std::int64_t src_stride;  // bytes from an element to the next; may be negative
  std::int64_t dst_stride;
};

// `src` and `dst` are the places of the box's first element; the boxes do not overlap. Axes come in
// any order; none means one element. Destination elements must not overlap each other.
void strided_copy(const std::uint8_t* src, std::uint8_t* dst, std::size_t itemsize,
                  std::span<const StridedAxis> axes);

}  // namespace chunkatlas
