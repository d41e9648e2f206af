#include "session/map_input.h"

namespace chunkatlas {

void MapInput::feed(Bytes part) {
  if (error_) return;
  Result<void> added = add(part);
  if (!added.ok()) error_ = std::move(added).error();
}

Result<void> MapInput::add(Bytes part) {
  size_ += part.size();
  if (size_ > kMaxMapBytes) {
    return Error(Code::kLimitExceeded,
                 "a map of more than " + std::to_string(kMaxMapBytes) + " bytes");
  }
  if (kind_ == Kind::kPlain) return reader_->feed(as_text(part));
  kept_.insert(kept_.end(), part.begin(), part.end());
  if (kind_ == Kind::kPacked || kept_.size() < kZstdMagic.size()) return {};
  const std::string_view head = as_text(kept_);
  if (head.starts_with(kGzipMagic) || head.starts_with(kZstdMagic)) {
    kind_ = Kind::kPacked;
    return {};
  }
  kind_ = Kind::kPlain;
  Result<void> read = reader_->feed(head);
  kept_ = {};
  return read;
}

Result<KeyTable> MapInput::finish() {
  if (error_) return *std::move(error_);
  Buffer unpacked;
  if (kind_ != Kind::kPlain) TRY(reader_->feed(TRY(map_text(kept_, kMaxMapBytes, unpacked))));
  return reader_->finish();
}

}  // namespace chunkatlas
