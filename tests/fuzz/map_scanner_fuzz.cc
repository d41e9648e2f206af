// Any text as a map in parts of any size: the same members as the JSON library finds in all of it.
//
//   build/fuzz/map_scanner_fuzz -max_total_time=60
#include <cstdlib>

#include "refs/scanned.h"

using namespace chunkatlas;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t part = 1 + data[0] % 64;
  const std::string_view text = as_text({data + 1, size - 1});
  const Result<testing::Lines> expected = testing::parsed_lines(text);
  testing::Recorder recorder;
  const Result<void> done = testing::scan(text, part, recorder);
  require(done.ok() == expected.ok());
  if (done.ok()) require(recorder.lines == expected.value());
  return 0;
}
