// Opens and reads from bytes in memory, as JavaScript does from URLs: poll, fetch, feed.
#pragma once

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/outcome.h"
#include "session/assembly.h"
#include "session/file.h"

namespace chunkatlas::testing {

using Data = std::vector<std::uint8_t>;
// What each source holds, by its name; that which is opened has the name "".
using Contents = std::map<std::string, Data>;

inline Data data_of(std::string_view text) { return {text.begin(), text.end()}; }

// The reply to a need, in a block of its own size; none where there is no such source.
inline std::optional<Data> fetch(const Contents& contents, const Source& source, const Need& need) {
  const auto found = contents.find(source.name);
  if (found == contents.end()) return std::nullopt;
  const Data& all = found->second;
  // Rows of a table are there packed, and all at once.
  if (need.is_whole || need.is_rows) return all;
  if (need.is_suffix) {
    const std::size_t size = std::min<std::size_t>(need.length, all.size());
    return Data(all.end() - static_cast<std::ptrdiff_t>(size), all.end());
  }
  const std::size_t from = std::min<std::size_t>(need.offset, all.size());
  const std::size_t size = std::min<std::size_t>(need.length, all.size() - from);
  return Data(all.begin() + static_cast<std::ptrdiff_t>(from),
              all.begin() + static_cast<std::ptrdiff_t>(from + size));
}

// Polls until there is nothing left to ask for, answering the last need first. `Machine` is a File
// or a Read; `source` names the source of a need.
template <typename Machine, typename SourceOf>
Poll drive(Machine& machine, const Contents& contents, SourceOf source) {
  while (true) {
    const Poll poll = machine.poll();
    if (poll != Poll::kNeed) return poll;
    const std::vector<Need> needs(machine.needs().begin(), machine.needs().end());
    for (std::size_t i = needs.size(); i-- > 0;) {
      const auto reply = fetch(contents, source(needs[i].source), needs[i]);
      if (reply) {
        machine.feed(i, *reply);
      } else {
        REQUIRE(needs[i].is_optional);
        machine.feed_missing(i);
      }
    }
  }
}

inline Poll drive(File& file, const Contents& contents) {
  return drive(file, contents, [&](SourceId id) { return file.source(id); });
}

// A dataset opened from memory.
struct Opened {
  File file;
  Contents contents;

  explicit Opened(Contents of, std::string name = "map.json", Templates overrides = {})
      : file({std::move(name), std::move(overrides)}), contents(std::move(of)) {
    poll = drive(file, contents);
  }
  // A map, and what its URLs hold.
  explicit Opened(std::string_view map, Contents of = {}) : Opened(with(std::move(of), map)) {}

  [[nodiscard]] std::string outcome() const {
    return poll == Poll::kDone ? "ok" : std::string(code_name(file.error().code));
  }

  Poll poll = Poll::kNeed;

 private:
  static Contents with(Contents contents, std::string_view map) {
    contents[""] = data_of(map);
    return contents;
  }
};

inline Result<Read> planned(Opened& opened, std::string_view path, std::string_view selection) {
  const NodeId node = TRY(opened.file.manifest().resolve(path));
  Read read(opened.file.manifest(), node, std::string(selection));
  const auto source = [&](SourceId id) { return opened.file.source(id); };
  if (drive(read, opened.contents, source) == Poll::kError) return read.error();
  return read;
}

// Fetches and decodes what a read has planned.
inline Result<void> run(Opened& opened, const Read& read, Assembly& assembly) {
  TRY(assembly.begin());
  const std::vector<Request>& requests = read.plan().requests;
  for (std::size_t i = requests.size(); i-- > 0;) {
    const Need need{.source = requests[i].source,
                    .offset = requests[i].offset,
                    .length = requests[i].length,
                    .is_whole = requests[i].is_whole};
    const auto reply = fetch(opened.contents, opened.file.source(need.source), need);
    if (reply) TRY(assembly.feed(static_cast<std::uint32_t>(i), *reply));
    if (!reply) REQUIRE(requests[i].is_optional);
  }
  return {};
}

inline Result<Data> read_bytes(Opened& opened, std::string_view path, std::string_view selection) {
  Read read = TRY(planned(opened, path, selection));
  Assembly assembly(read);
  TRY(run(opened, read, assembly));
  return assembly.bytes();
}

inline Result<std::string> read_objects(Opened& opened, std::string_view path,
                                        std::string_view selection) {
  Read read = TRY(planned(opened, path, selection));
  Assembly assembly(read);
  TRY(run(opened, read, assembly));
  return assembly.objects();
}

// Little-endian bytes as numbers.
template <typename T>
std::vector<T> numbers(const Data& bytes) {
  std::vector<T> values(bytes.size() / sizeof(T));
  if (!bytes.empty()) std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
  return values;
}
template <typename T>
Data bytes_of(const std::vector<T>& values) {
  Data bytes(values.size() * sizeof(T));
  if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

}  // namespace chunkatlas::testing
