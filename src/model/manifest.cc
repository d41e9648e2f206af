#include "model/manifest.h"

namespace chunkatlas {
namespace {

// More hops than any honest file has: chains of links are followed this far.
constexpr int kMaxLinkHops = 64;

std::string_view parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 || slash == std::string_view::npos ? "/" : path.substr(0, slash);
}

std::string join(std::string_view parent, std::string_view step) {
  std::string path(parent == "/" ? "" : parent);
  path.push_back('/');
  path.append(step);
  return path;
}

}  // namespace

std::string normal_path(std::string_view path) {
  std::string out;
  out.reserve(path.size() + 1);
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view step = path.substr(0, slash);
    if (!step.empty()) out.append("/").append(step);
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  return out.empty() ? "/" : out;
}

NodeId Manifest::add(std::string_view path) {
  // The parents that are missing, innermost first: a loop, since paths may be very deep.
  std::vector<std::string_view> missing;
  NodeId parent = kRootNode;
  for (std::string_view at = path; at != "/"; at = parent_of(at)) {
    const auto found = by_path_.find(at);
    if (found != by_path_.end()) {
      parent = found->second;
      break;
    }
    missing.push_back(at);
  }
  for (auto at = missing.rbegin(); at != missing.rend(); ++at) {
    const auto id = static_cast<NodeId>(nodes_.size());
    nodes_.push_back(
        {.path = std::string(*at), .kind = NodeKind::kGroup, .children = {}, .link = {}});
    nodes_[parent].children.push_back(id);
    by_path_.emplace(*at, id);
    parent = id;
  }
  return parent;
}

std::optional<NodeId> Manifest::find(std::string_view path) const {
  if (path == "/") return kRootNode;
  const auto found = by_path_.find(path);
  if (found == by_path_.end()) return std::nullopt;
  return found->second;
}

bool Manifest::leads_on(std::string_view path) const {
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = path.find('/', end + 1);
    const auto step = find(path.substr(0, end));
    if (!step) return false;
    if (nodes_[*step].link) return true;
  }
  return true;
}

Result<NodeId> Manifest::resolve(std::string_view wanted) const {
  const std::string target = normal_path(wanted);
  const Walk walked = TRY(walk(target));
  if (!walked.node) return Error(Code::kNotFound, "no group or array").at_path(target);
  return *walked.node;
}

Result<std::string> Manifest::follow(std::string_view path) const {
  return TRY(walk(normal_path(path))).path;
}

Result<Manifest::Walk> Manifest::walk(const std::string& target) const {
  std::string rest = target;  // absolute path still to be walked
  std::string at = "/";
  NodeId node = kRootNode;
  int hops = 0;
  while (true) {
    if (nodes_[node].link) {
      if (++hops > kMaxLinkHops) {
        return Error(Code::kLinkCycle, "soft links lead in a circle").at_path(target);
      }
      const std::string& link = *nodes_[node].link;
      const std::string beside = normal_path(join(parent_of(at), link));
      const bool is_relative = link.empty() || link.front() != '/';
      std::string next = is_relative && leads_on(beside) ? beside : normal_path(link);
      if (rest != "/") next = next == "/" ? rest : next + rest;
      rest = std::move(next);
      at = "/";
      node = kRootNode;
      continue;
    }
    if (rest == "/" || rest.empty()) return Walk{node, at};
    const std::size_t slash = rest.find('/', 1);
    const std::string_view step = std::string_view(rest).substr(1, slash - 1);
    at = join(at, step);
    const auto found = find(at);
    if (!found)
      return Walk{std::nullopt, slash == std::string::npos ? at : at + rest.substr(slash)};
    node = *found;
    rest = slash == std::string::npos ? "/" : rest.substr(slash);
  }
}

Result<const json::Value*> Manifest::attrs(NodeId id) {
  auto& cached = attrs_[id];
  if (cached == nullptr) {
    Result<json::Value> read = reader_->read_attrs(id);
    if (!read.ok()) return std::move(read).error().at_path(nodes_[id].path);
    cached = std::make_unique<json::Value>(std::move(read).value());
  }
  return cached.get();
}

Result<const Array*> Manifest::array(NodeId id) {
  if (nodes_[id].kind != NodeKind::kArray) {
    return Error(Code::kWrongKind, "a group, not an array").at_path(nodes_[id].path);
  }
  auto& cached = arrays_[id];
  if (cached == nullptr) {
    Result<Array> read = reader_->read_array(id);
    if (!read.ok()) return std::move(read).error().at_path(nodes_[id].path);
    cached = std::make_unique<Array>(std::move(read).value());
  }
  return cached.get();
}

}  // namespace chunkatlas
