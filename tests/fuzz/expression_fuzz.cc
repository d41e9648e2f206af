// Any text with expressions: it compiles and runs within its limits, and twice to the same end.
//
//   build/fuzz/expression_fuzz -max_total_time=60
#include <cstdlib>

#include "base/bytes.h"
#include "refs/expression.h"

using namespace chunkatlas;
using expression::Binding;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

expression::Scope names() {
  expression::Scope scope;
  scope["u"].value = "https://h/a";
  scope["i"].value = std::int64_t{7};
  scope["x"].value = 0.5;
  scope["f"] = {.kind = Binding::Kind::kFunction,
                .value = "{{c}}-{{ '%03d' % d if d > 1 else c }}"};
  return scope;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const expression::Scope scope = names();
  expression::Budget budget;
  const auto program = expression::compile(as_text({data, size}), scope, budget);
  if (!program.ok()) return 0;
  expression::Machine machine(budget);
  std::string first;
  std::string second;
  const bool is_made = machine.run(program.value(), first).ok();
  require(machine.run(program.value(), second).ok() == is_made);
  if (!is_made) return 0;
  require(first == second);
  require(first.size() <= expression::kMaxText + 64);
  return 0;
}
