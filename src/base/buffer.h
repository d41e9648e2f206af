// Bytes on the heap that are not cleared when they grow and that report a failed allocation.
//
// Decoders reuse one Buffer for every chunk of an array: resize() keeps what was allocated, and
// leaves the contents undefined. A lent Buffer uses memory of somebody else as long as it is
// enough: see in data() whether it was.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/result.h"

namespace chunkatlas {

class Buffer {
 public:
  Buffer() = default;
  Buffer(Buffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)),
        is_lent_(std::exchange(other.is_lent_, false)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    std::swap(is_lent_, other.is_lent_);
    return *this;
  }
  ~Buffer() { release(); }

  // `memory` outlives the Buffer.
  [[nodiscard]] static Buffer lend(MutableBytes memory) {
    Buffer buffer;
    buffer.data_ = memory.data();
    buffer.capacity_ = memory.size();
    buffer.is_lent_ = true;
    return buffer;
  }

  // Makes room for `size` bytes whose contents are undefined. Error: kLimitExceeded.
  [[nodiscard]] Result<void> resize(std::size_t size) {
    if (size <= capacity_) {
      size_ = size;
      return {};
    }
    release();
    size_ = capacity_ = 0;
    data_ = static_cast<std::uint8_t*>(std::malloc(size));
    if (data_ == nullptr) return out_of_memory(size);
    size_ = capacity_ = size;
    return {};
  }

  // Makes room for `size` bytes and keeps the first ones. Error: kLimitExceeded.
  [[nodiscard]] Result<void> grow(std::size_t size) {
    if (size <= capacity_) {
      size_ = size;
      return {};
    }
    void* grown = std::realloc(is_lent_ ? nullptr : data_, size);
    if (grown == nullptr) return out_of_memory(size);
    if (is_lent_) std::copy_n(data_, size_, static_cast<std::uint8_t*>(grown));
    is_lent_ = false;
    data_ = static_cast<std::uint8_t*>(grown);
    size_ = capacity_ = size;
    return {};
  }

  [[nodiscard]] std::uint8_t* data() { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] Bytes view() const { return {data_, size_}; }
  [[nodiscard]] MutableBytes span() { return {data_, size_}; }

 private:
  static Error out_of_memory(std::size_t size) {
    return Error(Code::kLimitExceeded, "no memory for " + std::to_string(size) + " bytes");
  }

  void release() {
    if (!is_lent_) std::free(data_);
    is_lent_ = false;
  }

  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  bool is_lent_ = false;
};

}  // namespace chunkatlas
