#include "refs/gen.h"

#include <optional>

#include "base/checked.h"
#include "refs/dimension.h"
#include "refs/expression.h"
#include "refs/number_text.h"
#include "refs/reference.h"

namespace chunkatlas {
namespace {

using expression::Binding;
using expression::Budget;
using expression::Machine;
using expression::Program;
using expression::Scope;

Error invalid(std::string what) { return Error(Code::kInvalidReference, std::move(what)); }

Error at_rule(std::size_t index, Error error) {
  error.message = "rule " + std::to_string(index) + " of \"gen\": " + error.message;
  return error;
}

Error at_member(std::string_view member, Error error) {
  error.message = "\"" + std::string(member) + "\": " + error.message;
  return error;
}

struct Rule {
  const json::Value* source = nullptr;
  std::vector<Dimension> dimensions;
  std::uint64_t count = 1;  // combinations
};

Result<Rule> read_rule(const json::Value& source, const Scope& templates) {
  if (source.as_object() == nullptr) return invalid("not an object");
  const json::Value* dimensions = source.find("dimensions");
  if (dimensions == nullptr) return invalid("no \"dimensions\"");
  Rule rule{.source = &source, .dimensions = TRY(read_dimensions(*dimensions, templates))};
  std::vector<std::uint64_t> counts;
  for (const Dimension& dimension : rule.dimensions) counts.push_back(dimension.count);
  // A product beyond 64 bits is beyond the limit in any case.
  rule.count = checked_product(counts).value_or(kMaxGenerated + 1);
  return rule;
}

Result<std::vector<Rule>> read_rules(const json::Array& gen, const Scope& templates) {
  std::vector<Rule> rules;
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < gen.size(); ++i) {
    Result<Rule> rule = read_rule(gen[i], templates);
    if (!rule.ok()) return at_rule(i, std::move(rule).error());
    rules.push_back(std::move(rule).value());
    total += rules.back().count;
    if (rules.back().count > kMaxGenerated || total > kMaxGenerated) {
      return at_rule(i, Error(Code::kLimitExceeded, "more than 4000000 generated references"));
    }
  }
  return rules;
}

// The combinations of a rule's dimensions, as values of their names.
class Combinations {
 public:
  Combinations(const std::vector<Dimension>& dimensions, Scope& scope, Budget& budget)
      : budget_(budget) {
    for (const Dimension& dimension : dimensions) {
      wheels_.push_back({&dimension, &scope[dimension.name]});
    }
  }

  Result<void> first() {
    for (Wheel& wheel : wheels_) TRY(turn(wheel, 0));
    return {};
  }
  Result<void> next() {
    for (auto wheel = wheels_.rbegin(); wheel != wheels_.rend(); ++wheel) {
      const bool is_over = wheel->index + 1 == wheel->dimension->count;
      TRY(turn(*wheel, is_over ? 0 : wheel->index + 1));
      if (!is_over) break;
    }
    return {};
  }

 private:
  struct Wheel {
    const Dimension* dimension;
    Binding* binding;
    std::uint64_t index = 0;
  };

  Result<void> turn(Wheel& wheel, std::uint64_t index) {
    wheel.index = index;
    wheel.binding->value = wheel.dimension->at(index);
    const auto* text = std::get_if<std::string>(&wheel.binding->value);
    return budget_.spend(text == nullptr ? 1 : text->size());
  }

  std::vector<Wheel> wheels_;
  Budget& budget_;
};

// One text of a rule, and what it has come to in the present combination.
class Member {
 public:
  // None where the rule has no such member.
  static Result<std::optional<Member>> read(std::string_view name, const Rule& rule,
                                            const Scope& scope, Budget& budget) {
    const json::Value* value = rule.source->find(name);
    if (value == nullptr) return std::optional<Member>();
    const std::string* text = value->as_string();
    if (text == nullptr) return at_member(name, invalid("not a text"));
    Result<Program> program = expression::compile(*text, scope, budget);
    if (!program.ok()) return at_member(name, std::move(program).error());
    return std::optional(Member(name, std::move(program).value()));
  }

  Result<void> run(Machine& machine) {
    Result<void> done = machine.run(program_, text_);
    if (!done.ok()) return at_member(name_, std::move(done).error());
    return {};
  }

  [[nodiscard]] const std::string& text() const { return text_; }

  Result<std::uint64_t> run_count(Machine& machine) {
    TRY(run(machine));
    const Result<std::optional<std::int64_t>> count = expression::read_int(text_);
    if (!count.ok()) return at_member(name_, count.error());
    if (count.value() && *count.value() >= 0) return static_cast<std::uint64_t>(*count.value());
    return at_member(name_, invalid("\"" + text_.substr(0, 200) + "\" is not a whole number >= 0"));
  }

 private:
  Member(std::string_view name, Program program) : name_(name), program_(std::move(program)) {}

  std::string_view name_;
  Program program_;
  std::string text_;
};

// Writes the references of one rule.
class Generator {
 public:
  Generator(Member key, Member url, std::optional<Member> offset, std::optional<Member> length,
            Budget& budget, KeyTable& table)
      : key_(std::move(key)),
        url_(std::move(url)),
        offset_(std::move(offset)),
        length_(std::move(length)),
        machine_(budget),
        table_(table) {}

  Result<void> add() {
    TRY(key_.run(machine_));
    Result<void> added = add_value();
    if (added.ok()) return added;
    Error error = std::move(added).error();
    error.message = "key \"" + key_.text().substr(0, 200) + "\": " + error.message;
    return error;
  }

 private:
  Result<void> add_value() {
    TRY(url_.run(machine_));
    const SourceId source = TRY(source_of(url_.text()));
    if (!offset_) {
      table_.add(key_.text(), {Location::Kind::kWhole, source, 0, 0});
      return {};
    }
    const std::uint64_t offset = TRY(offset_->run_count(machine_));
    const std::uint64_t length = TRY(length_->run_count(machine_));
    return add_range(key_.text(), source, offset, length, table_);
  }

  // Neighbours mostly lie in one file.
  Result<SourceId> source_of(const std::string& url) {
    if (url.empty()) return invalid("the URL is empty");
    if (url == last_url_) return last_source_;
    last_source_ = table_.sources.intern(Source::Kind::kUrl, url);
    last_url_ = url;
    return last_source_;
  }

  Member key_;
  Member url_;
  std::optional<Member> offset_;
  std::optional<Member> length_;
  Machine machine_;
  KeyTable& table_;
  std::string last_url_;
  SourceId last_source_ = 0;
};

Result<void> expand_rule(const Rule& rule, const Scope& templates, Budget& budget,
                         KeyTable& table) {
  Scope scope(&templates);
  Combinations combinations(rule.dimensions, scope, budget);
  std::optional<Member> key = TRY(Member::read("key", rule, scope, budget));
  std::optional<Member> url = TRY(Member::read("url", rule, scope, budget));
  std::optional<Member> offset = TRY(Member::read("offset", rule, scope, budget));
  std::optional<Member> length = TRY(Member::read("length", rule, scope, budget));
  if (!key || !url) return invalid(key ? "no \"url\"" : "no \"key\"");
  if (offset.has_value() != length.has_value()) {
    return invalid("\"offset\" and \"length\" need each other");
  }
  if (rule.count == 0) return {};
  Generator generator(*std::move(key), *std::move(url), std::move(offset), std::move(length),
                      budget, table);
  TRY(combinations.first());
  for (std::uint64_t done = 0; done < rule.count; ++done) {
    if (done > 0) TRY(combinations.next());
    TRY(generator.add());
  }
  return {};
}

}  // namespace

Result<void> expand_gen(const json::Value& gen, const TemplateSet& templates, KeyTable& table) {
  if (gen.is_null()) return {};
  const json::Array* list = gen.as_array();
  if (list == nullptr) return invalid("\"gen\" is not a list");
  const std::vector<Rule> rules = TRY(read_rules(*list, templates.names()));
  Budget budget;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    Result<void> expanded = expand_rule(rules[i], templates.names(), budget, table);
    if (!expanded.ok()) return at_rule(i, std::move(expanded).error());
  }
  return {};
}

}  // namespace chunkatlas
