#include "model/index_pages.h"

namespace chunkatlas {

std::size_t IndexPages::bytes_of(const Page& page) {
  std::size_t bytes = sizeof(Page) + page.entries.size() * sizeof(Location) + page.bytes.size();
  for (const std::string& url : page.urls) bytes += sizeof(std::string) + url.size();
  return bytes;
}

const Page* IndexPages::find(PageId id) const {
  const auto found = pages_.find(id);
  return found == pages_.end() ? nullptr : &found->second;
}

void IndexPages::put(PageId id, Page page) {
  const std::size_t size = bytes_of(page);
  // Two reads may have asked for one page; it is the same.
  if (!pages_.try_emplace(id, std::move(page)).second) return;
  order_.push_back(id);
  bytes_ += size;
}

void IndexPages::trim(std::size_t max_bytes) {
  while (bytes_ > max_bytes) {
    const auto oldest = pages_.find(order_.front());
    order_.pop_front();
    bytes_ -= bytes_of(oldest->second);
    pages_.erase(oldest);
  }
}

}  // namespace chunkatlas
