// An open file, and the lookup of its nodes, as JavaScript sees them. See session/file.h.
#include "session/file.h"

#include <memory>
#include <optional>

#include "bindings/abi.h"
#include "bindings/handle.h"
#include "bindings/read.h"
#include "session/describe.h"
#include "session/lookup.h"

namespace chunkatlas::abi {
namespace {

// {"templateOverrides": {name: text}, "target": text}; each may be absent.
Result<OpenOptions> parse_options(std::string_view name, std::string_view text) {
  OpenOptions options{.name = std::string(name), .template_overrides = {}};
  const json::Value document = TRY(json::parse(text));
  if (const json::Value* target = document.find("target")) {
    if (target->as_string() == nullptr) {
      return Error(Code::kInvalidArgument, "the target is not a text");
    }
    options.target = *target->as_string();
  }
  const json::Value* overrides = document.find("templateOverrides");
  if (overrides == nullptr) return options;
  if (overrides->as_object() == nullptr) {
    return Error(Code::kInvalidArgument, "the template overrides are not an object");
  }
  for (const json::Member& member : *overrides->as_object()) {
    const std::string* value = member.value.as_string();
    if (value == nullptr) {
      return Error(Code::kInvalidArgument,
                   "template override \"" + member.name + "\" is not a text");
    }
    options.template_overrides.emplace_back(member.name, *value);
  }
  return options;
}

class LookupHandle final : public Handle {
 public:
  LookupHandle(std::shared_ptr<File> file, std::string_view path)
      : file_(std::move(file)), lookup_(*file_, std::string(path)) {}

  Poll poll() override { return lookup_.poll(); }
  std::span<const Need> needs() const override { return lookup_.needs(); }
  void feed(std::size_t index, Bytes reply) override { lookup_.feed(index, reply); }
  void feed_missing(std::size_t index) override { lookup_.feed_missing(index); }
  const Error& error() const override { return lookup_.error(); }

 private:
  std::shared_ptr<File> file_;
  Lookup lookup_;
};

}  // namespace

class FileHandle final : public Handle {
 public:
  // With options that are wrong there is no file, and poll() says so.
  explicit FileHandle(Result<OpenOptions> options) {
    if (options.ok()) {
      file_ = std::make_shared<File>(std::move(options).value());
    } else {
      failure_ = std::move(options).error();
    }
  }

  Poll poll() override { return file_ ? file_->poll() : Poll::kError; }
  std::span<const Need> needs() const override { return file_->needs(); }
  void feed(std::size_t index, Bytes reply) override { file_->feed(index, reply); }
  void feed_missing(std::size_t index) override { file_->feed_missing(index); }
  const Error& error() const override { return failure_ ? *failure_ : file_->error(); }

  [[nodiscard]] const std::shared_ptr<File>& file() const { return file_; }
  [[nodiscard]] Manifest& manifest() { return file_->manifest(); }
  // Empty where it failed.
  const Text* take(Result<std::string> text) {
    if (text.ok()) return reply(std::move(text).value());
    failure_ = std::move(text).error();
    return reply(std::string());
  }
  Handle* fail(Error error) {
    failure_ = std::move(error);
    return nullptr;
  }

 private:
  std::shared_ptr<File> file_;
  std::optional<Error> failure_;
};

CHUNKATLAS_EXPORT(file_open)
Handle* file_open(const char* name, std::size_t name_size, const char* options,
                  std::size_t options_size) {
  return new FileHandle(parse_options(text_at(name, name_size), text_at(options, options_size)));
}
CHUNKATLAS_EXPORT(file_feed_part)
void file_feed_part(FileHandle* handle, const std::uint8_t* data, std::size_t size, bool is_first) {
  handle->file()->feed_part({data, size}, is_first);
}
CHUNKATLAS_EXPORT(file_source_kind) int file_source_kind(FileHandle* handle, SourceId id) {
  return static_cast<int>(handle->file()->source(id).kind);
}
CHUNKATLAS_EXPORT(file_source_name) const Text* file_source_name(FileHandle* handle, SourceId id) {
  return reply(handle->file()->source(id).name);
}
// JSON; "null" where the map says nothing.
CHUNKATLAS_EXPORT(file_generation_metadata)
const Text* file_generation_metadata(FileHandle* handle) {
  return reply(json::to_text(handle->file()->generation_metadata(), json::Style::kTagged));
}
// To be done before the functions below ask for the node.
CHUNKATLAS_EXPORT(file_lookup)
Handle* file_lookup(FileHandle* handle, const char* path, std::size_t size) {
  return new LookupHandle(handle->file(), text_at(path, size));
}
CHUNKATLAS_EXPORT(file_node)
const Text* file_node(FileHandle* handle, const char* path, std::size_t size) {
  return handle->take(describe_node(handle->manifest(), text_at(path, size)));
}
CHUNKATLAS_EXPORT(file_children)
const Text* file_children(FileHandle* handle, const char* path, std::size_t size) {
  return handle->take(describe_children(handle->manifest(), text_at(path, size)));
}
// A read to be planned; null where the path leads to no array. `foreign` lists the ids of codecs
// that JavaScript has.
CHUNKATLAS_EXPORT(file_read)
Handle* file_read(FileHandle* handle, const char* path, std::size_t path_size,
                  const char* selection, std::size_t selection_size, const char* foreign,
                  std::size_t foreign_size) {
  const Result<NodeId> node = handle->manifest().resolve(text_at(path, path_size));
  if (!node.ok()) return handle->fail(node.error());
  Result<std::vector<std::string>> ids = parse_texts(text_at(foreign, foreign_size));
  if (!ids.ok()) return handle->fail(ids.error());
  return new ReadHandle(handle->file(), node.value(),
                        std::string(text_at(selection, selection_size)), std::move(ids).value());
}

}  // namespace chunkatlas::abi
