// Arrays to plan reads of, and plans as text.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "plan/read_plan.h"

namespace chunkatlas::testing {

using Lengths = std::vector<std::uint64_t>;
using Strides = std::vector<std::int64_t>;

// An array without bytes of its own; its fill value is zero.
inline Array array_of(Lengths shape, Lengths chunks, std::string_view dtype) {
  Array array;
  array.meta.shape = std::move(shape);
  array.meta.chunks = std::move(chunks);
  array.meta.dtype = parse_dtype(json::Value(std::string(dtype))).value();
  array.meta.fill.resize(array.meta.dtype.itemsize);
  array.layout = ChunksLayout{ChunkTable{}};
  return array;
}

inline Location range_at(std::uint64_t offset, std::uint64_t length, SourceId source = 1) {
  return {Location::Kind::kRange, source, offset, length};
}

inline Location inline_at(std::uint64_t offset, std::uint64_t length) {
  return {Location::Kind::kInline, 0, offset, length};
}

inline Location whole_of(SourceId source) { return {Location::Kind::kWhole, source, 0, 0}; }

inline void set_chunks(Array& array, std::vector<ChunkRow> rows) {
  array.layout = ChunksLayout{ChunkTable{std::move(rows)}};
}

inline void set_codec(Array& array, std::string id) {
  array.meta.codecs.push_back({std::move(id), {}});
}

// Sources 1 to 9, so that tests can name any of them.
inline SourceTable sources_of() {
  SourceTable sources;
  for (const char* url : {"u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9"}) {
    [[maybe_unused]] const SourceId id = sources.intern(Source::Kind::kUrl, url);
  }
  return sources;
}

inline Result<ReadPlan> plan_of(const Array& array, std::string_view selection,
                                SourceTable& sources) {
  const Selection selected = TRY(parse_selection(selection, array.meta.shape));
  Planned planned = TRY(plan_read(array, selected, IndexPages(), sources));
  return std::get<ReadPlan>(std::move(planned));
}

inline Result<ReadPlan> plan_of(const Array& array, std::string_view selection) {
  SourceTable sources = sources_of();
  return plan_of(array, selection, sources);
}

// "source:offset+length", or "source:whole"; "?" where a source may be missing.
inline std::vector<std::string> requests_of(const ReadPlan& plan) {
  std::vector<std::string> texts;
  for (const Request& request : plan.requests) {
    std::string text = std::to_string(request.source) + ":";
    text += request.is_whole
                ? "whole"
                : std::to_string(request.offset) + "+" + std::to_string(request.length);
    texts.push_back(text + (request.is_optional ? "?" : ""));
  }
  return texts;
}

}  // namespace chunkatlas::testing
