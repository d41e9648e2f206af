// Any selection of any layout: every element holds its own place in the array, so that what a read
// must give follows from the selection alone.
#include <algorithm>
#include <random>

#include "base/base64.h"
#include "session/memory.h"

namespace chunkatlas::testing {
namespace {

using Lengths = std::vector<std::uint64_t>;
using Int32s = std::vector<std::int32_t>;

constexpr std::int32_t kFill = -7;

struct Layout {
  Lengths shape;
  Lengths chunks;
  bool fortran = false;
  bool big_endian = false;
};

std::string list(const Lengths& lengths) {
  std::string text;
  for (std::uint64_t length : lengths) text += (text.empty() ? "" : ",") + std::to_string(length);
  return "[" + text + "]";
}

std::uint64_t product(const Lengths& lengths) {
  std::uint64_t product = 1;
  for (std::uint64_t length : lengths) product *= length;
  return product;
}

// The indices of place `at` of an array of this shape; the first axis fastest in Fortran order.
Lengths index_of(std::uint64_t at, const Lengths& shape, bool fortran) {
  Lengths index(shape.size());
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::size_t axis = fortran ? i : shape.size() - 1 - i;
    index[axis] = at % shape[axis];
    at /= shape[axis];
  }
  return index;
}

// The bytes of the chunk at `chunk` in the grid; beyond the array's edge elements are garbage.
Data chunk_bytes(const Layout& layout, const Lengths& chunk) {
  Data bytes;
  for (std::uint64_t at = 0; at < product(layout.chunks); ++at) {
    const Lengths inside = index_of(at, layout.chunks, layout.fortran);
    std::uint64_t place = 0;
    bool is_beyond = false;
    for (std::size_t axis = 0; axis < layout.shape.size(); ++axis) {
      const std::uint64_t index = chunk[axis] * layout.chunks[axis] + inside[axis];
      is_beyond = is_beyond || index >= layout.shape[axis];
      place = place * layout.shape[axis] + index;
    }
    auto value = static_cast<std::uint32_t>(is_beyond ? 0x5a5a5a5a : place);
    if (layout.big_endian) value = __builtin_bswap32(value);
    for (int shift = 0; shift < 32; shift += 8)
      bytes.push_back(static_cast<std::uint8_t>(value >> shift));
  }
  return bytes;
}

// An array of random chunks in files, whole, inline or missing, and which are missing.
struct Dataset {
  Layout layout;
  std::string map;
  Contents contents;
  std::vector<Lengths> missing;
};

Dataset make_dataset(std::mt19937& random) {
  Dataset dataset;
  Layout& layout = dataset.layout;
  const std::size_t rank = random() % 4;
  Lengths grid;
  for (std::size_t axis = 0; axis < rank; ++axis) {
    layout.shape.push_back(1 + random() % 9);
    layout.chunks.push_back(1 + random() % (layout.shape.back() + 2));
    grid.push_back((layout.shape.back() + layout.chunks.back() - 1) / layout.chunks.back());
  }
  layout.fortran = random() % 2 == 0;
  layout.big_endian = random() % 4 == 0;
  dataset.map = R"({"a/.zarray": {"zarr_format": 2, "fill_value": -7, "dtype": ")" +
                std::string(layout.big_endian ? ">i4" : "<i4") + R"(", "order": ")" +
                (layout.fortran ? "F" : "C") + R"(", "shape": )" + list(layout.shape) +
                R"(, "chunks": )" + list(layout.chunks) + "}";
  Data& shared = dataset.contents["d"];
  for (std::uint64_t n = 0; n < product(grid); ++n) {
    const Lengths chunk = index_of(n, grid, false);
    std::string key = "a/";
    for (std::uint64_t coordinate : chunk)
      key += (key == "a/" ? "" : ".") + std::to_string(coordinate);
    if (rank == 0) key += "0";
    const Data bytes = chunk_bytes(layout, chunk);
    const auto form = random() % 8;
    std::string value;
    if (form == 0) {
      dataset.missing.push_back(chunk);
      continue;
    }
    if (form == 1) {
      value = "\"base64:" + encode_base64(bytes) + "\"";
    } else if (form == 2) {
      dataset.contents[key] = bytes;
      value = "[\"" + key + "\"]";
    } else {
      if (random() % 3 == 0) shared.resize(shared.size() + random() % 100);
      if (random() % 20 == 0) shared.resize(shared.size() + 40000);
      value = "[\"d\"," + std::to_string(shared.size()) + "," + std::to_string(bytes.size()) + "]";
      shared.insert(shared.end(), bytes.begin(), bytes.end());
    }
    dataset.map += ", \"" + key + "\": " + value;
  }
  dataset.map += "}";
  return dataset;
}

std::string random_part(std::mt19937& random, std::uint64_t length) {
  const auto any = [&] {
    return std::to_string(static_cast<int>(random() % (2 * length + 3)) - static_cast<int>(length) -
                          1);
  };
  switch (random() % 5) {
    case 0:
      return std::to_string(static_cast<int>(random() % (2 * length)) - static_cast<int>(length));
    case 1:
      return ":";
    case 2:
      return any() + ":";
    case 3:
      return any() + ":" + any() + ":" + std::to_string(1 + random() % 4);
    default:
      return "::-" + std::to_string(1 + random() % 3);
  }
}

// What the selection must give: for each element its place, or fill.
Int32s expected(const Dataset& dataset, const Selection& selection) {
  const Layout& layout = dataset.layout;
  Lengths counts;
  for (const AxisSelection& axis : selection.axes) counts.push_back(axis.count);
  Int32s values;
  for (std::uint64_t n = 0; n < product(counts); ++n) {
    const Lengths at = index_of(n, counts, false);
    std::uint64_t place = 0;
    Lengths chunk;
    for (std::size_t axis = 0; axis < counts.size(); ++axis) {
      const AxisSelection& selected = selection.axes[axis];
      const std::uint64_t i = selected.is_reversed ? selected.count - 1 - at[axis] : at[axis];
      const std::uint64_t index = selected.first + i * selected.step;
      place = place * layout.shape[axis] + index;
      chunk.push_back(index / layout.chunks[axis]);
    }
    const bool is_missing =
        std::find(dataset.missing.begin(), dataset.missing.end(), chunk) != dataset.missing.end();
    values.push_back(is_missing ? kFill : static_cast<std::int32_t>(place));
  }
  return values;
}

TEST_CASE("every element comes from its place") {
  std::mt19937 random(11);
  for (int round = 0; round < 400; ++round) {
    Dataset dataset = make_dataset(random);
    CAPTURE(round, dataset.map);
    Opened opened(dataset.map, dataset.contents);
    REQUIRE(opened.outcome() == "ok");
    for (int n = 0; n < 6; ++n) {
      std::string text;
      for (std::uint64_t length : dataset.layout.shape) {
        text += (text.empty() ? "" : ",") + random_part(random, length);
      }
      if (n == 0) text.clear();
      CAPTURE(text);
      const Selection selection = parse_selection(text, dataset.layout.shape).value();
      CHECK(numbers<std::int32_t>(read_bytes(opened, "/a", text).value()) ==
            expected(dataset, selection));
    }
  }
}

// Whatever is dropped keeps the fill value, and nothing else does.
TEST_CASE("a plan without some of its pieces gives the others") {
  std::mt19937 random(12);
  for (int round = 0; round < 200; ++round) {
    Dataset dataset = make_dataset(random);
    CAPTURE(round, dataset.map);
    Opened opened(dataset.map, dataset.contents);
    Read all = planned(opened, "/a", "").value();
    std::vector<std::uint8_t> is_dropped;
    for (const Piece& piece : all.plan().pieces) {
      is_dropped.push_back(random() % 2);
      const Lengths grid = grid_of(dataset.layout.shape, dataset.layout.chunks);
      if (is_dropped.back() != 0) dataset.missing.push_back(index_of(piece.chunk, grid, false));
    }
    // A raw chunk may come in several pieces: all of them, or none.
    const auto is_gone = [&](const Piece& piece) {
      const Lengths grid = grid_of(dataset.layout.shape, dataset.layout.chunks);
      const Lengths chunk = index_of(piece.chunk, grid, false);
      return std::find(dataset.missing.begin(), dataset.missing.end(), chunk) !=
             dataset.missing.end();
    };
    for (std::size_t i = 0; i < is_dropped.size(); ++i) {
      is_dropped[i] = is_gone(all.plan().pieces[i]);
    }
    all.drop(is_dropped);
    Assembly assembly(all);
    REQUIRE(run(opened, all, assembly).ok());
    const Selection selection = parse_selection("", dataset.layout.shape).value();
    CHECK(numbers<std::int32_t>(assembly.bytes()) == expected(dataset, selection));
  }
}

}  // namespace
}  // namespace chunkatlas::testing
