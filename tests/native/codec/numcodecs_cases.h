// numcodecs' fixtures of one codec: <codec>/[<variant>/]array.NN.npy and codec.MM/encoded.NN.dat.
#pragma once

#include <functional>

#include "codec/fixtures.h"

namespace chunkatlas::testing {

struct NumcodecsCase {
  std::string key;  // path of the encoded file from the fixtures' folder
  json::Value config;
  Data encoded;
  std::filesystem::path array;  // the .npy file that it decodes to
};

// The elements of a .npy file in the order in which it stores them (Fortran order included), which
// is numcodecs' memory order. Source: NEP 1.
inline Data npy_elements(const std::filesystem::path& path) {
  const Data file = read_file(path);
  REQUIRE(file.size() > 12);
  REQUIRE(as_text(Bytes(file).first(6)) == "\x93NUMPY");
  const bool is_first_version = file[6] == 1;
  const std::size_t prefix = is_first_version ? 10 : 12;
  const std::size_t header =
      is_first_version ? load_le<std::uint16_t>(&file[8]) : load_le<std::uint32_t>(&file[8]);
  REQUIRE(prefix + header <= file.size());
  return {file.begin() + static_cast<std::ptrdiff_t>(prefix + header), file.end()};
}

// Calls `visit` for every case of a codec, in a fixed order; answers how many there were.
inline int for_each_case(const std::string& codec,
                         const std::function<void(const NumcodecsCase&)>& visit) {
  namespace fs = std::filesystem;
  const fs::path root = numcodecs_fixtures();
  if (!fs::is_directory(root / codec)) {
    FAIL("no " << (root / codec) << ": run scripts/setup-numcodecs-fixtures.sh");
  }
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(root / codec)) {
    if (entry.path().extension() == ".dat") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const fs::path folder = file.parent_path();
    const std::string number = file.stem().extension().string();  // ".NN"
    visit({fs::relative(file, root).generic_string(), read_json(folder / "config.json"),
           read_file(file), folder.parent_path() / ("array" + number + ".npy")});
  }
  return static_cast<int>(files.size());
}

}  // namespace chunkatlas::testing
