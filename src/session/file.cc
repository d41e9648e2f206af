#include "session/file.h"

#include <algorithm>

#include "refs/members.h"
#include "refs/table_map.h"

namespace chunkatlas {
namespace {

// All that the root of a Zarr store may have; the names are those of its first needs, in order.
constexpr std::string_view kRootDocuments[] = {kDocumentV3, kConsolidatedV2, ".zarray", ".zgroup",
                                               ".zattrs"};
constexpr std::string_view kLindiMap = "lindi.json";  // of a tar, or of a folder

constexpr int kStepsPerPoll = 8;  // of building the tree: some milliseconds
constexpr std::string_view kOldTableMap = "metadata.parq";  // of Kerchunk before 0.2

constexpr std::size_t kShown = 8;  // bytes of a head that no format knows

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

void File::feed_part(Bytes part, bool is_first) {
  if (is_first) map_.emplace(MapOptions{options_.template_overrides, options_.target});
  map_->feed(part);
}

void File::feed(std::size_t index, Bytes bytes) {
  --open_needs_;
  const Need& need = needs_[index];
  if (!need.is_whole && bytes.size() > need.length) bytes = bytes.first(need.length);
  if (state_ == State::kMap && need.in_parts) {
    feed_part(bytes, !map_);
  } else {
    answers_[index].emplace(bytes.begin(), bytes.end());
  }
}

void File::feed_missing(std::size_t) { --open_needs_; }

const Source& File::source(SourceId id) const {
  return manifest_ ? manifest_->reader().sources().at(id) : table_.sources.at(id);
}

Poll File::poll() {
  if (state_ == State::kDone) return Poll::kDone;
  if (state_ == State::kError) return Poll::kError;
  // A map that is broken in its first part needs no other
  if (map_ && map_->is_broken()) return read_map();
  if (open_needs_ > 0) return Poll::kNeed;
  switch (state_) {
    case State::kStart:
      return start();
    case State::kHead:
      return read_head();
    case State::kTarIndex:
      return read_tar_index();
    case State::kMap:
      return read_map();
    case State::kMetadata:
      return read_metadata();
    case State::kBuild:
      return go_on_building();
    case State::kTables:
      return read_tables();
    case State::kOldTables:
      return read_old_tables();
    default:
      return read_store();
  }
}

Poll File::start() {
  if (const auto format = format_of_name(options_.name)) return ask_for(*format);
  const std::uint64_t length = head_bytes(options_.name);
  return ask(State::kHead, {{.source = kOpenedSource, .offset = 0, .length = length}});
}

// Every range came whole.
Result<void> File::check_replies() const {
  for (std::size_t i = 0; i < needs_.size(); ++i) {
    if (!answers_[i] || needs_[i].is_whole || answers_[i]->size() >= needs_[i].length) continue;
    return short_reply(needs_[i], answers_[i]->size());
  }
  return {};
}

Poll File::read_head() {
  if (Result<void> whole = check_replies(); !whole.ok()) return fail(std::move(whole).error());
  const std::vector<std::uint8_t>& head = *answers_[0];
  const Sniffed sniffed = format_of_head(head);
  if (sniffed.format) return ask_for(*sniffed.format);
  if (sniffed.more > head.size()) {
    return ask(State::kHead, {{.source = kOpenedSource, .offset = 0, .length = sniffed.more}});
  }
  return fail(Error(Code::kUnsupported, "the format is not known; the first bytes are " +
                                            hex(Bytes(head).first(std::min(head.size(), kShown)))));
}

Poll File::ask_for(Format format) {
  format_ = format;
  switch (format) {
    case Format::kReferenceMap:
      return ask(State::kMap, {{.source = kOpenedSource, .is_whole = true, .in_parts = true}});
    case Format::kLindiTar:
      return ask_for_tar_index();
    case Format::kLindiFolder: {
      const SourceId source = table_.sources.intern(Source::Kind::kKey, kLindiMap);
      return ask(State::kMap, {{.source = source, .is_whole = true, .in_parts = true}});
    }
    case Format::kTables: {
      const SourceId source = table_.sources.intern(Source::Kind::kKey, kConsolidatedV2);
      return ask(State::kTables, {{.source = source, .is_whole = true, .is_optional = true}});
    }
    case Format::kZarrStore: {
      std::vector<Need> needs;
      for (std::string_view name : kRootDocuments) {
        const SourceId source = table_.sources.intern(Source::Kind::kKey, name);
        needs.push_back({.source = source, .is_whole = true, .is_optional = true});
      }
      return ask(State::kStore, std::move(needs));
    }
    case Format::kHdf5:
      break;
  }
  return fail(Error(Code::kUnsupported, "HDF5 files are not supported; open a map of one"));
}

Poll File::ask_for_tar_index() {
  const Result<TarMember> index = find_tar_index(*answers_[0]);
  if (!index.ok()) return fail(index.error());
  return ask(
      State::kTarIndex,
      {{.source = kOpenedSource, .offset = index.value().offset, .length = index.value().size}});
}

Poll File::read_tar_index() {
  if (Result<void> whole = check_replies(); !whole.ok()) return fail(std::move(whole).error());
  Result<TarIndex> index = TarIndex::parse(*answers_[0], {needs_[0].offset, needs_[0].length});
  if (!index.ok()) return fail(std::move(index).error());
  tar_index_ = std::move(index).value();
  const TarMember* map = tar_index_->find(kLindiMap);
  if (map == nullptr) return fail(Error(Code::kNotFound, "a tar without a member lindi.json"));
  if (map->size > kMaxMapBytes) {
    return fail(Error(Code::kLimitExceeded, "a map of " + std::to_string(map->size) + " bytes"));
  }
  return ask(State::kMap, {{.source = kOpenedSource, .offset = map->offset, .length = map->size}});
}

// What the map of a tar or a folder says of other members.
Result<void> File::place_members() {
  if (format_ == Format::kLindiTar) return place_in_tar(*tar_index_, table_);
  if (format_ == Format::kLindiFolder) return place_in_folder(table_);
  return {};
}

Poll File::read_map() {
  if (Result<void> whole = check_replies(); !whole.ok()) return fail(std::move(whole).error());
  if (!map_) feed_part(*answers_[0], true);
  Result<KeyTable> map = map_->finish();
  map_.reset();
  if (!map.ok()) return fail(std::move(map).error());
  table_ = std::move(map).value();
  generation_metadata_ = std::move(table_.generation_metadata);
  if (Result<void> placed = place_members(); !placed.ok()) return fail(std::move(placed).error());
  metadata_entries_ = metadata_to_fetch(table_);
  if (metadata_entries_.empty()) return build(map_kind());
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
  if (Result<void> whole = check_replies(); !whole.ok()) return fail(std::move(whole).error());
  for (std::size_t i = 0; i < metadata_entries_.size(); ++i) {
    table_.set_inline(metadata_entries_[i], *answers_[i]);
  }
  return build(map_kind());
}

Poll File::read_store() {
  const auto& v3 = answers_[0];
  const auto& consolidated = answers_[1];
  if (v3 && !is_consolidated_v3(*v3)) return build_unlisted(true);
  if (v3) {
    table_.add_inline(kDocumentV3, *v3);
    return build(StoreKind::kFiles);
  }
  if (consolidated) return build_consolidated(*consolidated);
  if (answers_[2] || answers_[3]) return build_unlisted(false);
  return fail(Error(Code::kNotFound,
                    "no Zarr store: neither zarr.json nor .zmetadata, .zarray or "
                    ".zgroup is there"));
}

// A folder of tables may have any name; only its metadata says what it is.
Poll File::build_consolidated(Bytes metadata) {
  const Result<std::optional<std::uint64_t>> record_size = record_size_of(metadata);
  if (!record_size.ok()) return fail(record_size.error());
  table_.record_size = record_size.value().value_or(0);
  table_.add_inline(kConsolidatedV2, metadata);
  return build(table_.record_size == 0 ? StoreKind::kFiles : StoreKind::kTables);
}

Poll File::read_tables() {
  if (!answers_[0]) {
    const SourceId source = table_.sources.intern(Source::Kind::kKey, kOldTableMap);
    return ask(State::kOldTables, {{.source = source, .length = 4, .is_optional = true}});
  }
  const std::vector<std::uint8_t> metadata = *std::move(answers_[0]);
  const Result<std::optional<std::uint64_t>> record_size = record_size_of(metadata);
  if (record_size.ok() && !record_size.value()) {
    return fail(Error(Code::kInvalidMetadata, "Parquet references without \"record_size\""));
  }
  return build_consolidated(metadata);
}

Poll File::read_old_tables() {
  if (!answers_[0]) {
    return fail(Error(Code::kNotFound, "no Parquet references: .zmetadata is not there"));
  }
  return fail(Error(Code::kUnsupported,
                    "Parquet references as Kerchunk wrote them before version 0.2, with "
                    "metadata.parq in place of .zmetadata"));
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

// A map of LINDI's need not have a node that shows it.
StoreKind File::map_kind() const {
  const bool is_lindi = format_ != Format::kReferenceMap || !generation_metadata_.is_null() ||
                        options_.name.find(".lindi.json") != std::string::npos;
  return is_lindi ? StoreKind::kLindiMap : StoreKind::kMap;
}

Poll File::build(StoreKind kind) {
  answers_.clear();
  needs_.clear();
  builder_.emplace(std::move(table_), kind);
  state_ = State::kBuild;
  return go_on_building();
}

Poll File::go_on_building() {
  bool is_built = false;
  for (int step = 0; step < kStepsPerPoll && !is_built; ++step) {
    const Result<bool> done = builder_->step();
    if (!done.ok()) return fail(done.error());
    is_built = done.value();
  }
  if (!is_built) return Poll::kNeed;
  manifest_ = builder_->take();
  builder_.reset();
  state_ = State::kDone;
  return Poll::kDone;
}

}  // namespace chunkatlas
