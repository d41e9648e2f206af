// Finds a node of an opened dataset, by poll and feed.
//
//   Lookup lookup(file, "/a/b");
//   drive(lookup);                              // until kDone: what is there is in the manifest
//   NodeId node = TRY(file.manifest().resolve("/a/b"));
//
// Where the tree is there from the start, so is the answer. A store without a list of its members
// is asked for the node's own documents; if it has none, for those of the groups above it, whose
// attributes may hold links (zarr/hdmf.h). What is not there is not asked for again.
// Errors of poll(): kLinkCycle, kLimitExceeded.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "session/file.h"
#include "session/need.h"

namespace chunkatlas {

class Lookup {
 public:
  Lookup(File& file, std::string path) : file_(file), path_(std::move(path)) {}

  [[nodiscard]] Poll poll();
  [[nodiscard]] std::span<const Need> needs() const { return needs_; }
  void feed(std::size_t index, Bytes bytes) {
    --open_needs_;
    answers_[index].emplace(bytes.begin(), bytes.end());
  }
  void feed_missing(std::size_t) { --open_needs_; }
  [[nodiscard]] const Error& error() const { return *error_; }

 private:
  [[nodiscard]] Result<void> add_answers();
  [[nodiscard]] Result<void> ask_on();
  void ask(const std::string& path);

  File& file_;
  std::string path_;
  std::vector<std::string> asked_;  // paths of the present needs
  std::vector<Need> needs_;         // as many for each path as a node has documents
  std::vector<std::optional<std::vector<std::uint8_t>>> answers_;
  std::size_t open_needs_ = 0;
  std::optional<Error> error_;
};

}  // namespace chunkatlas
