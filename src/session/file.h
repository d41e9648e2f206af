// An opened dataset: from its bytes to its Manifest, by poll and feed.
//
//   File file({.name = "/data/a.nwb.lindi.json"});
//   while (file.poll() == Poll::kNeed)
//     for (std::size_t i = 0; i < file.needs().size(); ++i) file.feed(i, fetch(file.needs()[i]));
//   Manifest& manifest = file.manifest();          // once poll() has answered kDone
//
// A Zarr store is asked for all that its root may have at once. Of one without consolidated
// metadata only the root is in the manifest; a Lookup finds the others.
//
// Errors of poll(): those of refs/ and zarr/, kUnsupported for a format that is not known and for
// Parquet references as Kerchunk wrote them before version 0.2, kNotFound for a folder that is no
// Zarr store and a tar without a map, kLimitExceeded for a map of
// more than kMaxMapBytes, those of unpacking a compressed map, and kShortRead.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/key_table.h"
#include "model/manifest.h"
#include "refs/tar_index.h"
#include "refs/templates.h"
#include "session/format.h"
#include "session/map_input.h"
#include "session/need.h"
#include "session/unlisted.h"
#include "zarr/hierarchy.h"

namespace chunkatlas {

struct OpenOptions {
  std::string name;  // of source 0: the path of its URL, or its file name
  Templates template_overrides;
  std::optional<std::string> target = {};  // the URL that null stands for in a map
};

class File {
 public:
  explicit File(OpenOptions options) : options_(std::move(options)) {}

  // Of a large tree it makes a part: then kNeed comes without needs.
  [[nodiscard]] Poll poll();
  [[nodiscard]] std::span<const Need> needs() const { return needs_; }
  // A part of the answer to a need that comes in parts (Need::in_parts), in order; `is_first`
  // begins anew. feed() gives the last one.
  void feed_part(Bytes part, bool is_first);
  // Answers need `index` of the present list. The bytes are not kept beyond the call.
  void feed(std::size_t index, Bytes bytes);
  void feed_missing(std::size_t index);
  [[nodiscard]] const Error& error() const { return *error_; }

  [[nodiscard]] Manifest& manifest() { return *manifest_; }
  // What a Lookup (session/lookup.h) needs to find nodes.
  [[nodiscard]] Unlisted& unlisted() { return unlisted_; }
  // How the map was made, as its maker states it; null: unsaid.
  [[nodiscard]] const json::Value& generation_metadata() const { return generation_metadata_; }
  // What a Need's source is, also before the manifest is there.
  [[nodiscard]] const Source& source(SourceId id) const;

 private:
  enum class State {
    kStart,
    kHead,
    kTarIndex,
    kMap,
    kMetadata,
    kStore,
    kTables,
    kOldTables,
    kBuild,
    kDone,
    kError,
  };

  Poll fail(Error error);
  Poll ask(State state, std::vector<Need> needs);
  Poll start();
  Poll ask_for(Format format);
  Poll ask_for_tar_index();
  Poll read_head();
  Poll read_tar_index();
  Poll read_map();
  Poll read_metadata();
  Poll read_store();
  Poll read_tables();
  Poll read_old_tables();
  Poll build_consolidated(Bytes metadata);
  Poll build_unlisted(bool is_v3);
  Poll build(StoreKind kind);
  Poll go_on_building();
  [[nodiscard]] StoreKind map_kind() const;
  [[nodiscard]] Result<void> check_replies() const;
  [[nodiscard]] Result<void> place_members();

  OpenOptions options_;
  State state_ = State::kStart;
  std::vector<Need> needs_;
  std::vector<std::optional<std::vector<std::uint8_t>>> answers_;  // one for each need
  std::size_t open_needs_ = 0;
  std::optional<Format> format_;
  std::optional<TarIndex> tar_index_;
  std::optional<MapInput> map_;                // read as it is fed, since its text may be large
  std::vector<std::size_t> metadata_entries_;  // of the table, one for each need
  KeyTable table_;
  json::Value generation_metadata_;
  std::optional<ManifestBuilder> builder_;
  std::optional<Manifest> manifest_;
  Unlisted unlisted_;
  std::optional<Error> error_;
};

}  // namespace chunkatlas
