#include "session/lookup.h"

#include <algorithm>

#include "zarr/hierarchy.h"

namespace chunkatlas {

Poll Lookup::poll() {
  if (error_) return Poll::kError;
  if (open_needs_ > 0) return Poll::kNeed;
  if (file_.manifest().is_listed()) return Poll::kDone;
  Result<void> done = add_answers();
  if (done.ok()) done = ask_on();
  if (!done.ok()) {
    error_ = std::move(done).error().at_path(normal_path(path_));
    return Poll::kError;
  }
  return needs_.empty() ? Poll::kDone : Poll::kNeed;
}

Result<void> Lookup::add_answers() {
  Unlisted& unlisted = file_.unlisted();
  const std::span<const std::string_view> names = node_documents(unlisted.is_v3);
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    // Another lookup may have been quicker.
    if (!unlisted.asked.insert(asked_[i]).second) continue;
    std::vector<NodeDocument> documents;
    for (std::size_t k = 0; k < names.size(); ++k) {
      const auto& answer = answers_[i * names.size() + k];
      if (answer) documents.push_back({names[k], *answer});
    }
    TRY(add_node(file_.manifest(), asked_[i], documents));
  }
  asked_.clear();
  needs_.clear();
  answers_.clear();
  return {};
}

// Each round asks for paths that were not asked for before, and links lead on a bounded way.
Result<void> Lookup::ask_on() {
  const auto& known = file_.unlisted().asked;
  const std::string target = TRY(file_.manifest().follow(path_));
  if (std::count(target.begin(), target.end(), '/') > kMaxTreeDepth) return {};
  if (!known.contains(target)) {
    ask(target);
  } else if (!file_.manifest().find(target)) {
    for (std::size_t end = target.rfind('/'); end > 0; end = target.rfind('/', end - 1)) {
      const std::string above = target.substr(0, end);
      if (!known.contains(above)) ask(above);
    }
  }
  answers_.assign(needs_.size(), std::nullopt);
  open_needs_ = needs_.size();
  return {};
}

void Lookup::ask(const std::string& path) {
  asked_.push_back(path);
  const std::string prefix = path == "/" ? "" : path.substr(1) + "/";
  SourceTable& sources = file_.manifest().reader().sources();
  for (std::string_view name : node_documents(file_.unlisted().is_v3)) {
    const SourceId source = sources.intern(Source::Kind::kKey, prefix + std::string(name));
    needs_.push_back({.source = source, .is_whole = true, .is_optional = true});
  }
}

}  // namespace chunkatlas
