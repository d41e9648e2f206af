#include "bindings/handle.h"

#include "bindings/abi.h"

namespace chunkatlas::abi {

std::vector<wire::RangeRow> Handle::rows_of(std::span<const Need> needs) {
  std::vector<wire::RangeRow> rows;
  for (const Need& need : needs) {
    const std::uint32_t flags =
        (need.is_whole ? wire::kWhole : 0) | (need.is_optional ? wire::kOptional : 0) |
        (need.is_suffix ? wire::kSuffix : 0) | (need.in_parts ? wire::kInParts : 0) |
        (need.is_rows ? wire::kRows : 0);
    rows.push_back(
        {need.source, flags, static_cast<double>(need.offset), static_cast<double>(need.length)});
  }
  return rows;
}

// Poll::kDone is 0, kNeed 1, kError 2.
CHUNKATLAS_EXPORT(handle_poll) int handle_poll(Handle* handle) {
  return static_cast<int>(handle->poll());
}
CHUNKATLAS_EXPORT(handle_error) const Text* handle_error(const Handle* handle) {
  return reply(handle->error());
}
CHUNKATLAS_EXPORT(handle_need_count) std::size_t handle_need_count(const Handle* handle) {
  return handle->needs().size();
}
CHUNKATLAS_EXPORT(handle_need_rows) const wire::RangeRow* handle_need_rows(Handle* handle) {
  return handle->need_rows();
}
CHUNKATLAS_EXPORT(handle_feed)
void handle_feed(Handle* handle, std::size_t index, const std::uint8_t* data, std::size_t size) {
  handle->feed(index, {data, size});
}
CHUNKATLAS_EXPORT(handle_feed_missing)
void handle_feed_missing(Handle* handle, std::size_t index) { handle->feed_missing(index); }
CHUNKATLAS_EXPORT(handle_free) void handle_free(Handle* handle) { delete handle; }

}  // namespace chunkatlas::abi
