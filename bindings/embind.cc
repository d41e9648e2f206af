// The core as JavaScript sees it: handles and verbs. js/src/core/core.ts is the only caller.
//
// Bulk never goes through embind: bytes are staged in the heap and passed as address and length,
// plans are packed rows (wire.h) of which address and count are asked for. Documents are JSON text.
// A verb that fails answers "" or false, and last_error() then says why, as JSON.
#include <emscripten/bind.h>

#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "bindings/wire.h"
#include "codec/pipeline.h"
#include "codec/registry.h"
#include "session/describe.h"
#include "session/file.h"
#include "session/lookup.h"
#include "session/read.h"

namespace chunkatlas {
namespace {

Bytes bytes_at(std::uintptr_t address, std::size_t length) {
  return {reinterpret_cast<const std::uint8_t*>(address), length};
}

json::Value text_value(std::string_view text) { return json::Value(std::string(text)); }

std::string error_text(const Error& error) {
  json::Object object;
  object.push_back({"code", text_value(code_name(error.code))});
  object.push_back({"message", text_value(error.message)});
  if (!error.path.empty()) object.push_back({"path", text_value(error.path)});
  if (!error.chunk.empty()) object.push_back({"chunk", text_value(error.chunk)});
  if (error.source != kNoSource) {
    object.push_back({"source", json::Value(static_cast<std::uint64_t>(error.source))});
    object.push_back({"offset", json::Value(error.offset)});
    object.push_back({"length", json::Value(error.length)});
  }
  return json::to_text(json::Value(std::move(object)), json::Style::kTagged);
}

void append_rows(std::span<const Need> needs, std::vector<wire::RangeRow>& rows) {
  rows.clear();
  for (const Need& need : needs) {
    const std::uint32_t flags =
        (need.is_whole ? wire::kWhole : 0) | (need.is_optional ? wire::kOptional : 0) |
        (need.is_suffix ? wire::kSuffix : 0) | (need.in_parts ? wire::kInParts : 0) |
        (need.is_rows ? wire::kRows : 0);
    rows.push_back(
        {need.source, flags, static_cast<double>(need.offset), static_cast<double>(need.length)});
  }
}

// {"templateOverrides": {name: text}, "target": text}; each may be absent.
Result<OpenOptions> parse_options(std::string name, const std::string& text) {
  OpenOptions options{.name = std::move(name), .template_overrides = {}};
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

// A JSON list of texts.
Result<std::vector<std::string>> parse_ids(const std::string& text) {
  std::vector<std::string> ids;
  const json::Value document = TRY(json::parse(text));
  for (const json::Value& id : *document.as_array()) ids.push_back(*id.as_string());
  return ids;
}

std::string core_codecs() {
  json::Array ids;
  for (const CodecEntry& entry : codec_table()) ids.push_back(text_value(entry.id));
  return json::to_text(json::Value(std::move(ids)), json::Style::kTagged);
}

class ReadHandle {
 public:
  // The file lives as long as its reads, whoever lets go of it first.
  ReadHandle(std::shared_ptr<File> file, NodeId node, std::string selection,
             std::vector<std::string> foreign)
      : file_(std::move(file)),
        read_(file_->manifest(), node, std::move(selection), std::move(foreign)) {}

  int poll() { return static_cast<int>(read_.poll()); }
  std::string last_error() const { return error_text(failure_ ? *failure_ : read_.error()); }

  // Before there is a plan.
  std::size_t need_count() const { return read_.needs().size(); }
  std::uintptr_t need_rows() {
    append_rows(read_.needs(), ranges_);
    return reinterpret_cast<std::uintptr_t>(ranges_.data());
  }

  // {"shape", "chunks", "missing", "bytesWanted", "resultBytes", "isObject"}
  std::string summary() const {
    const ReadPlan& plan = read_.plan();
    json::Array shape;
    for (std::uint64_t length : plan.shape) shape.push_back(json::Value(length));
    json::Object object;
    object.push_back({"shape", json::Value(std::move(shape))});
    object.push_back({"chunks", json::Value(plan.chunks)});
    object.push_back({"missing", json::Value(plan.missing)});
    object.push_back({"bytesWanted", json::Value(plan.bytes_wanted)});
    object.push_back({"resultBytes", json::Value(plan.elements * plan.unit)});
    object.push_back({"isObject", json::Value(read_.is_object())});
    return json::to_text(json::Value(std::move(object)), json::Style::kTagged);
  }

  std::size_t request_count() const { return read_.plan().requests.size(); }
  std::uintptr_t request_rows() {
    std::vector<Need> needs;
    for (const Request& request : read_.plan().requests) {
      needs.push_back({.source = request.source,
                       .offset = request.offset,
                       .length = request.length,
                       .is_whole = request.is_whole,
                       .is_optional = request.is_optional});
    }
    append_rows(needs, ranges_);
    return reinterpret_cast<std::uintptr_t>(ranges_.data());
  }

  std::string chunk_of_request(std::size_t index) const { return read_.chunk_of_request(index); }

  // -1: the result has to be decoded.
  int copy_count() {
    const auto copies = read_.copies();
    if (!copies) return -1;
    copies_.clear();
    for (const Copy& copy : *copies) {
      copies_.push_back({copy.request, 0, static_cast<double>(copy.from),
                         static_cast<double>(copy.to), static_cast<double>(copy.length)});
    }
    return static_cast<int>(copies_.size());
  }
  std::uintptr_t copy_rows() const { return reinterpret_cast<std::uintptr_t>(copies_.data()); }

  void begin() { read_.begin(); }
  void feed(std::size_t index, std::uintptr_t address, std::size_t length) {
    read_.feed(index, bytes_at(address, length));
  }
  void feed_missing(std::size_t index) { read_.feed_missing(index); }

  std::size_t job_count() const { return read_.jobs().size(); }
  std::uintptr_t job_rows() {
    jobs_.clear();
    for (const DecodeJob& job : read_.jobs()) {
      const auto address = reinterpret_cast<std::uintptr_t>(job.input.view().data());
      jobs_.push_back({static_cast<std::uint32_t>(job.piece), static_cast<std::uint32_t>(job.step),
                       static_cast<std::uint32_t>(address),
                       static_cast<std::uint32_t>(job.input.size()), static_cast<double>(job.max)});
    }
    return reinterpret_cast<std::uintptr_t>(jobs_.data());
  }
  void jobs_taken() { read_.jobs_taken(); }
  // {"id", "config"}
  std::string foreign_codec(std::size_t step) const {
    const CodecSpec& spec = read_.foreign_codec(step);
    json::Object object;
    object.push_back({"id", text_value(spec.id)});
    object.push_back({"config", spec.config});
    return json::to_text(json::Value(std::move(object)), json::Style::kTagged);
  }
  void feed_decoded(std::size_t piece, std::uintptr_t address, std::size_t length) {
    read_.feed_decoded(piece, bytes_at(address, length));
  }
  void fail_decoded(std::size_t piece, std::string message) {
    read_.fail_decoded(piece, std::move(message));
  }

  // Address of the result; its size is result_size().
  bool finish() {
    Result<Bytes> finished = read_.finish();
    if (!finished.ok()) {
      failure_ = std::move(finished).error();
      return false;
    }
    result_ = finished.value();
    return true;
  }
  std::uintptr_t result_data() const { return reinterpret_cast<std::uintptr_t>(result_.data()); }
  std::size_t result_size() const { return result_.size(); }
  std::string objects() const { return read_.objects(); }

 private:
  std::shared_ptr<File> file_;
  Read read_;
  Bytes result_;
  std::vector<wire::RangeRow> ranges_;
  std::vector<wire::CopyRow> copies_;
  std::vector<wire::JobRow> jobs_;
  std::optional<Error> failure_;
};

class LookupHandle {
 public:
  LookupHandle(std::shared_ptr<File> file, std::string path)
      : file_(std::move(file)), lookup_(*file_, std::move(path)) {}

  int poll() { return static_cast<int>(lookup_.poll()); }
  std::string last_error() const { return error_text(lookup_.error()); }
  std::size_t need_count() const { return lookup_.needs().size(); }
  std::uintptr_t need_rows() {
    append_rows(lookup_.needs(), needs_);
    return reinterpret_cast<std::uintptr_t>(needs_.data());
  }
  void feed(std::size_t index, std::uintptr_t address, std::size_t length) {
    lookup_.feed(index, bytes_at(address, length));
  }
  void feed_missing(std::size_t index) { lookup_.feed_missing(index); }

 private:
  std::shared_ptr<File> file_;
  Lookup lookup_;
  std::vector<wire::RangeRow> needs_;
};

// One codec for other readers of chunks: what it makes of the bytes it is given.
class DecoderHandle {
 public:
  DecoderHandle(const std::string& config, const std::string& dtype) {
    Result<std::unique_ptr<BytesDecoder>> decoder = make(config, dtype);
    if (decoder.ok())
      decoder_ = std::move(decoder).value();
    else
      failure_ = std::move(decoder).error();
  }

  std::string last_error() const { return error_text(*failure_); }
  // False where it fails; else the bytes are at result_data().
  bool decode(std::uintptr_t address, std::size_t length) {
    if (decoder_ == nullptr) return false;
    const Result<void> decoded =
        decoder_->decode(bytes_at(address, length), {0, kMaxChunkBytes}, out_);
    if (!decoded.ok()) failure_ = decoded.error();
    return decoded.ok();
  }
  std::uintptr_t result_data() const {
    return reinterpret_cast<std::uintptr_t>(out_.view().data());
  }
  std::size_t result_size() const { return out_.view().size(); }

 private:
  static Result<std::unique_ptr<BytesDecoder>> make(const std::string& config,
                                                    const std::string& dtype) {
    const json::Value document = TRY(json::parse(config));
    const json::Value* id = document.find("id");
    const CodecEntry* entry =
        id == nullptr || id->as_string() == nullptr ? nullptr : find_codec(*id->as_string());
    if (entry == nullptr || entry->make_bytes == nullptr) {
      return Error(Code::kUnknownCodec, "no codec of bytes: " + config);
    }
    return entry->make_bytes(document, TRY(parse_dtype(TRY(json::parse(dtype)))));
  }

  std::unique_ptr<BytesDecoder> decoder_;
  Buffer out_;
  std::optional<Error> failure_;
};

class FileHandle {
 public:
  FileHandle(std::string name, const std::string& options) {
    Result<OpenOptions> parsed = parse_options(std::move(name), options);
    if (!parsed.ok()) {
      failure_ = std::move(parsed).error();
      return;
    }
    file_ = std::make_shared<File>(std::move(parsed).value());
  }

  int poll() { return static_cast<int>(file_ ? file_->poll() : Poll::kError); }
  std::string last_error() const { return error_text(failure_ ? *failure_ : file_->error()); }
  std::size_t need_count() const { return file_->needs().size(); }
  std::uintptr_t need_rows() {
    append_rows(file_->needs(), needs_);
    return reinterpret_cast<std::uintptr_t>(needs_.data());
  }
  void feed_part(std::uintptr_t address, std::size_t length, bool is_first) {
    file_->feed_part(bytes_at(address, length), is_first);
  }
  void feed(std::size_t index, std::uintptr_t address, std::size_t length) {
    file_->feed(index, bytes_at(address, length));
  }
  void feed_missing(std::size_t index) { file_->feed_missing(index); }

  int source_kind(SourceId id) const { return static_cast<int>(file_->source(id).kind); }
  std::string source_name(SourceId id) const { return file_->source(id).name; }

  // To be done before the other verbs ask for the node.
  std::unique_ptr<LookupHandle> lookup(const std::string& path) {
    return std::make_unique<LookupHandle>(file_, path);
  }
  // JSON; "null" where the map says nothing.
  std::string generation_metadata() const {
    return json::to_text(file_->generation_metadata(), json::Style::kTagged);
  }
  std::string node(const std::string& path) { return take(describe_node(file_->manifest(), path)); }
  std::string children(const std::string& path) {
    return take(describe_children(file_->manifest(), path));
  }
  // A plan and its read; null where the path leads to no array. `foreign` lists the ids of codecs
  // that JavaScript has.
  std::unique_ptr<ReadHandle> read(const std::string& path, const std::string& selection,
                                   const std::string& foreign) {
    const Result<NodeId> node = file_->manifest().resolve(path);
    Result<std::vector<std::string>> ids = parse_ids(foreign);
    if (node.ok() && ids.ok()) {
      return std::make_unique<ReadHandle>(file_, node.value(), selection, std::move(ids).value());
    }
    failure_ = node.ok() ? ids.error() : node.error();
    return nullptr;
  }

 private:
  std::string take(Result<std::string> text) {
    if (text.ok()) return std::move(text).value();
    failure_ = std::move(text).error();
    return {};
  }

  std::shared_ptr<File> file_;
  std::vector<wire::RangeRow> needs_;
  std::optional<Error> failure_;
};

}  // namespace

EMSCRIPTEN_BINDINGS(chunkatlas) {
  emscripten::function("coreCodecs", &core_codecs);
  emscripten::class_<ReadHandle>("Read")
      .function("poll", &ReadHandle::poll)
      .function("lastError", &ReadHandle::last_error)
      .function("needCount", &ReadHandle::need_count)
      .function("needRows", &ReadHandle::need_rows)
      .function("summary", &ReadHandle::summary)
      .function("requestCount", &ReadHandle::request_count)
      .function("requestRows", &ReadHandle::request_rows)
      .function("chunkOfRequest", &ReadHandle::chunk_of_request)
      .function("copyCount", &ReadHandle::copy_count)
      .function("copyRows", &ReadHandle::copy_rows)
      .function("begin", &ReadHandle::begin)
      .function("feed", &ReadHandle::feed)
      .function("feedMissing", &ReadHandle::feed_missing)
      .function("jobCount", &ReadHandle::job_count)
      .function("jobRows", &ReadHandle::job_rows)
      .function("jobsTaken", &ReadHandle::jobs_taken)
      .function("foreignCodec", &ReadHandle::foreign_codec)
      .function("feedDecoded", &ReadHandle::feed_decoded)
      .function("failDecoded", &ReadHandle::fail_decoded)
      .function("finish", &ReadHandle::finish)
      .function("resultData", &ReadHandle::result_data)
      .function("resultSize", &ReadHandle::result_size)
      .function("objects", &ReadHandle::objects);
  emscripten::class_<LookupHandle>("Lookup")
      .function("poll", &LookupHandle::poll)
      .function("lastError", &LookupHandle::last_error)
      .function("needCount", &LookupHandle::need_count)
      .function("needRows", &LookupHandle::need_rows)
      .function("feed", &LookupHandle::feed)
      .function("feedMissing", &LookupHandle::feed_missing);
  emscripten::class_<DecoderHandle>("Decoder")
      .constructor<std::string, std::string>()
      .function("lastError", &DecoderHandle::last_error)
      .function("decode", &DecoderHandle::decode)
      .function("resultData", &DecoderHandle::result_data)
      .function("resultSize", &DecoderHandle::result_size);
  emscripten::class_<FileHandle>("File")
      .constructor<std::string, std::string>()
      .function("poll", &FileHandle::poll)
      .function("lastError", &FileHandle::last_error)
      .function("needCount", &FileHandle::need_count)
      .function("needRows", &FileHandle::need_rows)
      .function("feedPart", &FileHandle::feed_part)
      .function("feed", &FileHandle::feed)
      .function("feedMissing", &FileHandle::feed_missing)
      .function("sourceKind", &FileHandle::source_kind)
      .function("sourceName", &FileHandle::source_name)
      .function("lookup", &FileHandle::lookup)
      .function("generationMetadata", &FileHandle::generation_metadata)
      .function("node", &FileHandle::node)
      .function("children", &FileHandle::children)
      .function("read", &FileHandle::read);
}

}  // namespace chunkatlas
