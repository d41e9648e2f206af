// Any text as a JSON document: what is read comes back from what is written, in either style.
//
//   build/fuzz/json_fuzz -max_total_time=60
#include <cstdlib>

#include "base/json.h"

using namespace chunkatlas;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  const Result<json::Value> value = json::parse(text);
  if (!value.ok()) {
    require(value.error().message.size() <= kMaxMessage + 3);
    return 0;
  }
  const std::string written = json::to_text(value.value(), json::Style::kPython);
  const Result<json::Value> again = json::parse(written);
  require(again.ok());
  require(json::to_text(again.value(), json::Style::kPython) == written);
  // Tagged text is JSON without any word of Python's.
  const std::string tagged = json::to_text(value.value(), json::Style::kTagged);
  const Result<json::Value> plain = json::parse(tagged);
  require(plain.ok());
  require(json::to_text(plain.value(), json::Style::kPython).size() <= 8 * tagged.size() + 8);
  return 0;
}
