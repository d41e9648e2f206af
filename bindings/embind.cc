// The core as JavaScript sees it: handles and verbs. js/src/core/core.ts is the only caller.
//
// Bulk never goes through embind: bytes are staged in the heap and passed as address and length,
// plans are packed rows (wire.h) of which address and count are asked for. Documents are JSON text.
// A verb that fails answers "" or false, and last_error() then says why, as JSON.
#include <emscripten/bind.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "base/base64.h"
#include "base/json.h"
#include "bindings/wire.h"
#include "codec/pipeline.h"
#include "codec/registry.h"
#include "session/describe.h"
#include "session/file.h"
#include "session/lookup.h"
#include "session/read.h"
#include "session/recipe.h"

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

json::Value counts_value(std::span<const std::uint64_t> counts) {
  json::Array list;
  for (const std::uint64_t count : counts) list.push_back(json::Value(count));
  return json::Value(std::move(list));
}

json::Value strides_value(std::span<const std::int64_t> strides) {
  json::Array list;
  for (const std::int64_t stride : strides) list.push_back(json::Value(stride));
  return json::Value(std::move(list));
}

// Decodes chunks of one array. Bytes are put at room(), and what is made of them lies at
// result_data() until the next call.
class ChunkDecoderHandle {
 public:
  explicit ChunkDecoderHandle(Result<ChunkDecoder> decoder) {
    if (decoder.ok())
      decoder_.emplace(std::move(decoder).value());
    else
      failure_ = std::move(decoder).error();
  }
  // In a worker, which has nothing else of the file.
  explicit ChunkDecoderHandle(const std::string& recipe) : ChunkDecoderHandle(make(recipe)) {}

  std::string last_error() const { return error_text(*failure_); }
  // Where `length` bytes can be put; 0 where memory is short.
  std::uintptr_t room(std::size_t length) {
    // Even no bytes get an address of their own
    if (!stored_.resize(std::max<std::size_t>(length, 1)).ok()) return 0;
    return reinterpret_cast<std::uintptr_t>(stored_.data());
  }

  // Each answers 0 when it is done, 1 when the bytes are for a foreign codec, 2 when it failed.
  int decode(std::size_t length) {
    if (!decoder_) return kFailed;
    return take(decoder_->decode(stored_.view().first(length)));
  }
  int resume(std::size_t step, std::size_t length) {
    return take(decoder_->resume(step, stored_.view().first(length)));
  }
  int convert(std::size_t length) {
    if (!decoder_) return kFailed;
    const Result<Bytes> converted = decoder_->convert(stored_.view().first(length));
    if (!converted.ok()) return fail(converted.error());
    decoded_ = {.bytes = converted.value()};
    return 0;
  }

  std::uintptr_t result_data() const {
    return reinterpret_cast<std::uintptr_t>(decoded_.bytes.data());
  }
  std::size_t result_size() const { return decoded_.bytes.size(); }
  // The values of a decoded chunk of objects; "" where it failed.
  std::string objects() {
    Result<std::string> text = decoder_->objects(decoded_);
    if (text.ok()) return std::move(text).value();
    fail(text.error());
    return {};
  }
  // {"id", "config", "step", "max"} of the codec that the bytes are for.
  std::string foreign_codec() const {
    json::Object object;
    object.push_back({"id", text_value(decoded_.foreign->id)});
    object.push_back({"config", decoded_.foreign->config});
    object.push_back({"step", json::Value(std::uint64_t{decoded_.step})});
    object.push_back({"max", json::Value(std::uint64_t{decoded_.max})});
    return json::to_text(json::Value(std::move(object)), json::Style::kTagged);
  }

 private:
  static constexpr int kFailed = 2;

  static Result<ChunkDecoder> make(const std::string& recipe) {
    return ChunkDecoder::make(TRY(parse_recipe(recipe)));
  }
  int fail(Error error) {
    failure_ = std::move(error);
    return kFailed;
  }
  int take(const Result<Decoded>& decoded) {
    if (!decoded.ok()) return fail(decoded.error());
    decoded_ = decoded.value();
    return decoded_.foreign == nullptr ? 0 : 1;
  }

  std::optional<ChunkDecoder> decoder_;
  Buffer stored_;
  Decoded decoded_;
  std::optional<Error> failure_;
};

class ReadHandle {
 public:
  // The file lives as long as its reads, whoever lets go of it first.
  ReadHandle(std::shared_ptr<File> file, NodeId node, std::string selection,
             std::vector<std::string> foreign)
      : file_(std::move(file)),
        read_(file_->manifest(), node, std::move(selection), std::move(foreign)) {}

  int poll() { return static_cast<int>(read_.poll()); }
  std::string last_error() const { return error_text(read_.error()); }

  // Before there is a plan.
  std::size_t need_count() const { return read_.needs().size(); }
  std::uintptr_t need_rows() {
    append_rows(read_.needs(), ranges_);
    return reinterpret_cast<std::uintptr_t>(ranges_.data());
  }
  void feed(std::size_t index, std::uintptr_t address, std::size_t length) {
    read_.feed(index, bytes_at(address, length));
  }
  void feed_missing(std::size_t index) { read_.feed_missing(index); }

  // What the plan comes to, without its rows: ReadSummary of js/src/core/node_info.ts.
  std::string summary() const {
    const ReadPlan& plan = read_.plan();
    json::Object object;
    object.push_back({"shape", counts_value(plan.shape)});
    object.push_back({"elements", json::Value(plan.elements)});
    object.push_back({"storedUnit", json::Value(plan.unit)});
    object.push_back({"srcStrides", strides_value(plan.src_strides)});
    object.push_back({"dstStrides", strides_value(plan.dst_strides)});
    object.push_back({"chunks", json::Value(plan.chunks)});
    object.push_back({"missing", json::Value(plan.missing)});
    object.push_back({"bytesWanted", json::Value(plan.bytes_wanted)});
    object.push_back({"isCovered", json::Value(plan.is_covered)});
    add_decoding(object);
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

  // Of a request, or with kInlineRequest those whose bytes are inline.
  std::size_t piece_count(std::uint32_t request) const {
    const auto [first, last] = read_.pieces_of(request);
    return last - first;
  }
  std::uintptr_t piece_rows(std::uint32_t request) {
    const auto [first, last] = read_.pieces_of(request);
    const std::size_t rank = read_.plan().src_strides.size();
    pieces_.resize((last - first) * (sizeof(wire::PieceRow) + rank * sizeof(double)));
    std::uint8_t* out = pieces_.data();
    for (std::size_t i = first; i < last; ++i) {
      const wire::PieceRow row = row_of(read_.plan().pieces[i]);
      std::memcpy(out, &row, sizeof(row));
      out += sizeof(row);
      for (const std::uint64_t count : read_.plan().counts_of(i)) {
        const auto number = static_cast<double>(count);
        std::memcpy(out, &number, sizeof(number));
        out += sizeof(number);
      }
    }
    return reinterpret_cast<std::uintptr_t>(pieces_.data());
  }
  // One byte for each piece of the plan, in its order: 1 for those that nobody needs.
  void drop(std::uintptr_t address, std::size_t length) { read_.drop(bytes_at(address, length)); }

  std::string chunk_of_request(std::size_t index) const { return read_.chunk_of_request(index); }
  std::string name_of_chunk(double chunk) const {
    return read_.name_of_chunk(static_cast<std::uint64_t>(chunk));
  }

  std::unique_ptr<ChunkDecoderHandle> decoder() const {
    return std::make_unique<ChunkDecoderHandle>(read_.decoder());
  }
  // For decoders elsewhere; "" where there can be none.
  std::string recipe() const { return read_.has_foreign() ? "" : recipe_of(read_.meta()); }

 private:
  void add_decoding(json::Object& object) const {
    // What is planned can be decoded
    const ChunkDecoder decoder = read_.decoder().value();
    const std::vector<std::uint8_t> fill = read_.fill_element().value();
    double chunk_bytes = decoder.unit();
    for (const std::uint64_t length : read_.meta().chunks) {
      chunk_bytes *= static_cast<double>(length);
    }
    object.push_back({"unit", json::Value(std::uint64_t{decoder.unit()})});
    object.push_back({"isEncoded", json::Value(!read_.meta().codecs.empty())});
    object.push_back({"chunkBytes", json::Value(chunk_bytes)});
    object.push_back({"isNative", json::Value(decoder.is_native())});
    object.push_back({"isObject", json::Value(decoder.is_object())});
    object.push_back({"isForeign", json::Value(read_.has_foreign())});
    object.push_back({"fill", json::Value(encode_base64(fill))});
    object.push_back(
        {"fillObject", text_value(decoder.is_object() ? read_.fill_object() : "null")});
  }

  wire::PieceRow row_of(const Piece& piece) const {
    wire::PieceRow row{};
    row.is_encoded = piece.is_encoded ? 1 : 0;
    row.begin = static_cast<double>(piece.begin);
    if (piece.request == kInlineRequest) {
      const auto address = reinterpret_cast<std::uintptr_t>(read_.inline_bytes(piece).data());
      row.begin = static_cast<double>(address);
    }
    row.length = static_cast<double>(piece.length);
    row.src_origin = static_cast<double>(piece.src_origin);
    row.dst_origin = static_cast<double>(piece.dst_origin);
    row.chunk = static_cast<double>(piece.chunk);
    return row;
  }

  std::shared_ptr<File> file_;
  Read read_;
  std::vector<wire::RangeRow> ranges_;
  std::vector<std::uint8_t> pieces_;
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
      .function("pieceCount", &ReadHandle::piece_count)
      .function("pieceRows", &ReadHandle::piece_rows)
      .function("drop", &ReadHandle::drop)
      .function("nameOfChunk", &ReadHandle::name_of_chunk)
      .function("decoder", &ReadHandle::decoder)
      .function("recipe", &ReadHandle::recipe)
      .function("feed", &ReadHandle::feed)
      .function("feedMissing", &ReadHandle::feed_missing);
  emscripten::class_<ChunkDecoderHandle>("ChunkDecoder")
      .constructor<std::string>()
      .function("lastError", &ChunkDecoderHandle::last_error)
      .function("room", &ChunkDecoderHandle::room)
      .function("decode", &ChunkDecoderHandle::decode)
      .function("resume", &ChunkDecoderHandle::resume)
      .function("convert", &ChunkDecoderHandle::convert)
      .function("resultData", &ChunkDecoderHandle::result_data)
      .function("resultSize", &ChunkDecoderHandle::result_size)
      .function("objects", &ChunkDecoderHandle::objects)
      .function("foreignCodec", &ChunkDecoderHandle::foreign_codec);
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
