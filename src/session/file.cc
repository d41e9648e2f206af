#include "session/file.h"

#include <algorithm>

#include "refs/reference_map.h"

namespace chunkatlas {
namespace {

// All that the root of a Zarr store may have; the names are those of its first needs, in order.
constexpr std::string_view kRootDocuments[] = {kDocumentV3, kConsolidatedV2, ".zarray", ".zgroup",
                                               ".zattrs"};

std::string hex(Bytes bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (std::uint8_t byte : bytes) {
    if (!text.empty()) text.push_back(' ');
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 15]);
  }
  return text;
}

Error short_reply(const Need& need, std::size_t size) {
  return Error(Code::kShortRead, "the reply has " + std::to_string(size) + " bytes")
      .at_range(need.source, need.offset, need.length);
}

}  // namespace

Poll File::fail(Error error) {
  error_ = std::move(error);
  state_ = State::kError;
  return Poll::kError;
}

Poll File::ask(State state, std::vector<Need> needs) {
  state_ = state;
  needs_ = std::move(needs);
  answers_.assign(needs_.size(), std::nullopt);
  open_needs_ = needs_.size();
  return Poll::kNeed;
}

void File::feed(std::size_t index, Bytes bytes) {
  --open_needs_;
  if (state_ != State::kMap) {
    answers_[index].emplace(bytes.begin(), bytes.end());
  } else if (bytes.size() > kMaxMapBytes) {
    map_ = Error(Code::kLimitExceeded, "a map of " + std::to_string(bytes.size()) + " bytes");
  } else {
    map_ = read_reference_map(as_text(bytes), {options_.template_overrides, options_.target});
  }
}

void File::feed_missing(std::size_t) { --open_needs_; }

const Source& File::source(SourceId id) const {
  return manifest_ ? manifest_->reader().sources().at(id) : table_.sources.at(id);
}

Poll File::poll() {
  if (state_ == State::kDone) return Poll::kDone;
  if (state_ == State::kError) return Poll::kError;
  if (open_needs_ > 0) return Poll::kNeed;
  switch (state_) {
    case State::kStart:
      return start();
    case State::kHead:
      return read_head();
    case State::kMap:
      return read_map();
    case State::kMetadata:
      return read_metadata();
    default:
      return read_store();
  }
}

Poll File::start() {
  if (const auto format = format_of_name(options_.name)) return ask_for(*format);
  return ask(State::kHead, {{.source = kOpenedSource, .offset = 0, .length = 1}});
}

Poll File::read_head() {
  const std::vector<std::uint8_t>& head = *answers_[0];
  if (head.size() < needs_[0].length) return fail(short_reply(needs_[0], head.size()));
  const Sniffed sniffed = format_of_head(head);
  if (sniffed.format) return ask_for(*sniffed.format);
  if (sniffed.more > head.size()) {
    return ask(State::kHead, {{.source = kOpenedSource, .offset = 0, .length = sniffed.more}});
  }
  return fail(
      Error(Code::kUnsupported, "the format is not known; the first bytes are " + hex(head)));
}

Poll File::ask_for(Format format) {
  if (format == Format::kReferenceMap) {
    return ask(State::kMap, {{.source = kOpenedSource, .is_whole = true}});
  }
  if (format == Format::kZarrStore) {
    std::vector<Need> needs;
    for (std::string_view name : kRootDocuments) {
      const SourceId source = table_.sources.intern(Source::Kind::kKey, name);
      needs.push_back({.source = source, .is_whole = true, .is_optional = true});
    }
    return ask(State::kStore, std::move(needs));
  }
  return fail(Error(Code::kUnsupported, "HDF5 files are not supported; open a map of one"));
}

Poll File::read_map() {
  Result<KeyTable> map = *std::move(map_);
  if (!map.ok()) return fail(std::move(map).error());
  table_ = std::move(map).value();
  metadata_entries_ = metadata_to_fetch(table_);
  if (metadata_entries_.empty()) return build(StoreKind::kMap);
  std::vector<Need> needs;
  std::uint64_t total = 0;
  for (std::size_t entry : metadata_entries_) {
    const Location& where = table_.where(entry);
    total += std::min<std::uint64_t>(where.length, kMaxMapBytes + 1);
    needs.push_back({.source = where.source,
                     .offset = where.offset,
                     .length = where.length,
                     .is_whole = where.kind == Location::Kind::kWhole});
  }
  if (total > kMaxMapBytes) {
    return fail(Error(Code::kLimitExceeded,
                      "metadata of more than " + std::to_string(kMaxMapBytes) + " bytes"));
  }
  return ask(State::kMetadata, std::move(needs));
}

Poll File::read_metadata() {
  for (std::size_t i = 0; i < metadata_entries_.size(); ++i) {
    const Need& need = needs_[i];
    Bytes bytes = *answers_[i];
    if (!need.is_whole && bytes.size() < need.length) return fail(short_reply(need, bytes.size()));
    if (!need.is_whole) bytes = bytes.first(need.length);
    table_.set_inline(metadata_entries_[i], bytes);
  }
  return build(StoreKind::kMap);
}

Poll File::read_store() {
  const auto& v3 = answers_[0];
  const auto& consolidated = answers_[1];
  if (v3 && !is_consolidated_v3(*v3)) return build_unlisted(true);
  if (v3 || consolidated) {
    table_.add_inline(v3 ? kDocumentV3 : kConsolidatedV2, v3 ? *v3 : *consolidated);
    return build(StoreKind::kFiles);
  }
  if (answers_[2] || answers_[3]) return build_unlisted(false);
  return fail(Error(Code::kNotFound,
                    "no Zarr store: neither zarr.json nor .zmetadata, .zarray or "
                    ".zgroup is there"));
}

Poll File::build_unlisted(bool is_v3) {
  unlisted_.is_v3 = is_v3;
  unlisted_.asked.emplace("/");
  std::vector<NodeDocument> documents;
  const std::span<const std::string_view> names = node_documents(is_v3);
  for (std::size_t i = 0; i < answers_.size(); ++i) {
    const bool is_node = std::find(names.begin(), names.end(), kRootDocuments[i]) != names.end();
    if (is_node && answers_[i]) documents.push_back({kRootDocuments[i], *answers_[i]});
  }
  Result<Manifest> manifest = make_manifest(std::move(table_), StoreKind::kUnlisted);
  if (!manifest.ok()) return fail(std::move(manifest).error());
  Result<void> added = add_node(manifest.value(), "/", documents);
  if (!added.ok()) return fail(std::move(added).error());
  manifest_ = std::move(manifest).value();
  answers_.clear();
  needs_.clear();
  state_ = State::kDone;
  return Poll::kDone;
}

Poll File::build(StoreKind kind) {
  answers_.clear();
  needs_.clear();
  Result<Manifest> manifest = make_manifest(std::move(table_), kind);
  if (!manifest.ok()) return fail(std::move(manifest).error());
  manifest_ = std::move(manifest).value();
  state_ = State::kDone;
  return Poll::kDone;
}

}  // namespace chunkatlas
