// The least and greatest samples of a window, as js/src/core/minmax.ts sees them.
//
// Functions answer false where they fail, and minmax_error() then says why. Numbers of samples
// cross as doubles, which hold them exactly: JavaScript has no others.
#include "window/minmax.h"

#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/buffer.h"
#include "bindings/abi.h"

namespace chunkatlas::abi {
namespace {

// Copies, because what is staged behind other bytes has the alignment that these leave it.
template <typename T>
std::vector<T> rows_at(const std::uint8_t* data, std::size_t count) {
  std::vector<T> rows(count);
  if (count > 0) std::memcpy(rows.data(), data, count * sizeof(T));
  return rows;
}

}  // namespace

class MinMaxHandle {
 public:
  MinMaxHandle(std::string_view type, double first, double step, std::size_t buckets,
               std::size_t channels)
      : type_(type),
        shape_{.first = static_cast<std::uint64_t>(first),
               .step = static_cast<std::uint64_t>(step),
               .buckets = buckets,
               .channels = channels} {}

  [[nodiscard]] const Error& error() const { return *failure_; }

  // Elements equal to one of `hidden` do not count. To be called first.
  bool begin(Bytes hidden) {
    const auto type = sample_type(type_);
    if (!type) return fail(Error(Code::kUnsupported, "no samples of type \"" + type_ + "\""));
    shape_.type = *type;
    Result<std::unique_ptr<MinMax>> made = MinMax::make(shape_, hidden);
    if (!made.ok()) return fail(std::move(made).error());
    minmax_ = std::move(made).value();
    return true;
  }

  // The elements of a slab and, behind them, its picks.
  bool fold(const std::uint8_t* data, std::size_t size, double first_sample, std::size_t samples,
            std::size_t width, bool is_time_first, std::size_t pick_count) {
    const auto picks = rows_at<Pick>(data + size, pick_count);
    return settle(minmax_->fold({.elements = {data, size},
                                 .first_sample = static_cast<std::uint64_t>(first_sample),
                                 .samples = samples,
                                 .width = width,
                                 .is_time_first = is_time_first,
                                 .picks = picks}));
  }

  // `lines` lie at `data`: a factor and an offset for each channel.
  bool write(const std::uint8_t* data, std::size_t lines, bool is_narrow) {
    const OutputType type = is_narrow ? OutputType::kFloat32 : OutputType::kFloat64;
    const Result<void> room = out_.resize(minmax_->output_size(type));
    if (!room.ok()) return fail(room.error());
    return settle(minmax_->write(rows_at<Line>(data, lines), type, out_.span()));
  }
  [[nodiscard]] Bytes result() const { return out_.view(); }

 private:
  bool settle(const Result<void>& result) { return result.ok() || fail(result.error()); }
  bool fail(Error error) {
    failure_ = std::move(error);
    return false;
  }

  std::string type_;
  MinMaxShape shape_;
  std::unique_ptr<MinMax> minmax_;
  Buffer out_;
  std::optional<Error> failure_;
};

CHUNKATLAS_EXPORT(minmax_make)
MinMaxHandle* minmax_make(const char* type, std::size_t type_size, double first, double step,
                          std::size_t buckets, std::size_t channels) {
  return new MinMaxHandle(text_at(type, type_size), first, step, buckets, channels);
}
CHUNKATLAS_EXPORT(minmax_begin)
bool minmax_begin(MinMaxHandle* handle, const std::uint8_t* data, std::size_t size) {
  return handle->begin({data, size});
}
CHUNKATLAS_EXPORT(minmax_fold)
bool minmax_fold(MinMaxHandle* handle, const std::uint8_t* data, std::size_t size,
                 double first_sample, std::size_t samples, std::size_t width, bool is_time_first,
                 std::size_t pick_count) {
  return handle->fold(data, size, first_sample, samples, width, is_time_first, pick_count);
}
CHUNKATLAS_EXPORT(minmax_write)
bool minmax_write(MinMaxHandle* handle, const std::uint8_t* data, std::size_t lines,
                  bool is_narrow) {
  return handle->write(data, lines, is_narrow);
}
CHUNKATLAS_EXPORT(minmax_result) const std::uint8_t* minmax_result(const MinMaxHandle* handle) {
  return handle->result().data();
}
CHUNKATLAS_EXPORT(minmax_result_size) std::size_t minmax_result_size(const MinMaxHandle* handle) {
  return handle->result().size();
}
CHUNKATLAS_EXPORT(minmax_error) const Text* minmax_error(const MinMaxHandle* handle) {
  return reply(handle->error());
}
CHUNKATLAS_EXPORT(minmax_free) void minmax_free(MinMaxHandle* handle) { delete handle; }

}  // namespace chunkatlas::abi
