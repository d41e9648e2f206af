// What polling and feeding is the same for: files, lookups and reads.
#pragma once

#include <span>
#include <vector>

#include "base/error.h"
#include "bindings/wire.h"
#include "session/need.h"

namespace chunkatlas::abi {

class Handle {
 public:
  virtual ~Handle() = default;
  [[nodiscard]] virtual Poll poll() = 0;
  [[nodiscard]] virtual std::span<const Need> needs() const = 0;
  virtual void feed(std::size_t index, Bytes reply) = 0;
  virtual void feed_missing(std::size_t index) = 0;
  // After poll() has answered kError, or another function has failed.
  [[nodiscard]] virtual const Error& error() const = 0;

  // The rows of needs(), until the next call.
  [[nodiscard]] const wire::RangeRow* need_rows() {
    rows_ = rows_of(needs());
    return rows_.data();
  }

  [[nodiscard]] static std::vector<wire::RangeRow> rows_of(std::span<const Need> needs);

 private:
  std::vector<wire::RangeRow> rows_;
};

}  // namespace chunkatlas::abi
