#include "session/read.h"

#include <algorithm>

#include "base/checked.h"
#include "base/half.h"
#include "codec/decode_error.h"
#include "codec/strided_copy.h"

namespace chunkatlas {
namespace {

// Of all pages while a read is planned: with what they state inline, and with other reads' pages.
constexpr std::size_t kMaxKeptPageBytes = std::size_t{1} << 29;

// Visits the elements of a box in C order with their places in both arrays.
template <typename Visit>
void for_each_place(std::span<const std::uint64_t> counts, std::span<const std::int64_t> src,
                    std::span<const std::int64_t> dst, std::uint64_t src_at, std::uint64_t dst_at,
                    Visit visit) {
  std::vector<std::uint64_t> at(counts.size(), 0);
  while (true) {
    visit(src_at, dst_at);
    std::size_t axis = counts.size();
    while (axis-- > 0) {
      src_at += static_cast<std::uint64_t>(src[axis]);
      dst_at += static_cast<std::uint64_t>(dst[axis]);
      if (++at[axis] < counts[axis]) break;
      src_at -= static_cast<std::uint64_t>(src[axis]) * counts[axis];
      dst_at -= static_cast<std::uint64_t>(dst[axis]) * counts[axis];
      at[axis] = 0;
    }
    if (axis == static_cast<std::size_t>(-1)) return;
  }
}

bool is_readable(const DType& dtype) {
  const bool is_long = (dtype.kind == DTypeKind::kFloat && dtype.itemsize > 8) ||
                       (dtype.kind == DTypeKind::kComplex && dtype.itemsize > 16);
  return !is_long && std::all_of(dtype.fields.begin(), dtype.fields.end(),
                                 [](const Field& field) { return is_readable(field.dtype); });
}

bool is_half(const DType& dtype) { return dtype.kind == DTypeKind::kFloat && dtype.itemsize == 2; }

// Whether elements as stored are elements of the result.
bool is_native(const DType& dtype) {
  return dtype.fields.empty() && !dtype.is_object() && !is_half(dtype) &&
         !(dtype.big_endian && dtype.itemsize > 1);
}

}  // namespace

void Read::fail(Error error) {
  if (!error_) error_ = std::move(error).at_path(manifest_.at(node_).path);
}

Poll Read::poll() {
  if (!error_ && !plan_ && open_needs_ == 0) {
    Result<void> done = plan_or_ask();
    if (!done.ok()) fail(std::move(done).error());
  }
  if (error_) return Poll::kError;
  return open_needs_ > 0 || jobs_.is_waiting() ? Poll::kNeed : Poll::kDone;
}

Result<void> Read::prepare() {
  const Array* array = TRY(manifest_.array(node_));
  const ArrayMeta& meta = array->meta;
  if (!is_readable(meta.dtype)) {
    return Error(Code::kUnsupported,
                 "data type \"" + to_string(meta.dtype) + "\" has no counterpart in JavaScript");
  }
  selected_ = TRY(parse_selection(selection_, meta.shape));
  pipeline_ = TRY(Pipeline::make(meta, foreign_));
  array_ = array;
  return {};
}

// Pages lead to further pages where shards are nested, each level at a time.
Result<void> Read::plan_or_ask() {
  if (array_ == nullptr) TRY(prepare());
  IndexPages& pages = manifest_.pages(node_);
  while (true) {
    Planned planned = TRY(plan_read(*array_, selected_, pages, manifest_.reader().sources()));
    if (auto* plan = std::get_if<ReadPlan>(&planned)) {
      needs_.clear();
      pages.trim();
      return set_plan(std::move(*plan));
    }
    page_needs_ = std::move(std::get<std::vector<PageNeed>>(planned));
    TRY(read_inline_pages());
    if (page_needs_.empty()) continue;
    needs_.clear();
    for (const PageNeed& need : page_needs_) {
      needs_.push_back({.source = need.where.source,
                        .offset = need.is_suffix ? 0 : need.where.offset,
                        .length = need.where.length,
                        .is_suffix = need.is_suffix,
                        .is_optional = need.is_optional,
                        .is_rows = need.is_rows});
    }
    open_needs_ = needs_.size();
    return {};
  }
}

Result<void> Read::read_inline_pages() {
  const auto is_inline = [](const PageNeed& need) {
    return need.where.kind == Location::Kind::kInline;
  };
  for (const PageNeed& need : page_needs_) {
    if (is_inline(need)) TRY(put_page(need, manifest_.reader().inline_bytes(need.where)));
  }
  std::erase_if(page_needs_, is_inline);
  return {};
}

Result<void> Read::put_page(const PageNeed& need, Bytes bytes) {
  Page page = TRY(read_page(std::get<ChunksLayout>(array_->layout), need, bytes));
  IndexPages& pages = manifest_.pages(node_);
  pages.put(need.id, std::move(page));
  if (pages.bytes() <= kMaxKeptPageBytes) return {};
  pages.trim();
  return Error(Code::kLimitExceeded,
               "what says where the chunks of the selection are takes more "
               "than " +
                   std::to_string(kMaxKeptPageBytes) + " bytes; read it in parts");
}

Result<void> Read::set_plan(ReadPlan plan) {
  plan_ = std::move(plan);
  if (is_half(array_->meta.dtype) && plan_->elements > kMaxResultBytes / sizeof(float)) {
    return Error(Code::kLimitExceeded, "the selection has more than " +
                                           std::to_string(kMaxResultBytes) +
                                           " bytes as float32; read it in parts");
  }
  first_piece_.assign(plan_->requests.size() + 1, 0);
  std::size_t piece = 0;
  for (std::size_t request = 0; request < plan_->requests.size(); ++request) {
    first_piece_[request] = piece;
    while (piece < plan_->pieces.size() && plan_->pieces[piece].request == request) ++piece;
  }
  first_piece_.back() = piece;
  return {};
}

std::optional<std::vector<Copy>> Read::copies() const {
  if (!plan_->is_covered || !is_native(array_->meta.dtype)) return std::nullopt;
  std::vector<Copy> copies;
  for (std::size_t i = 0; i < plan_->pieces.size(); ++i) {
    const Piece& piece = plan_->pieces[i];
    if (piece.is_encoded || piece.request == kInlineRequest) return std::nullopt;
    const auto run = plan_->run_of(i);
    if (!run) return std::nullopt;
    copies.push_back({piece.request, piece.begin + piece.src_origin, piece.dst_origin, *run});
  }
  return copies;
}

void Read::begin() {
  Result<void> done = make_room();
  for (std::size_t i = first_piece_.back(); done.ok() && i < plan_->pieces.size(); ++i) {
    const Piece& piece = plan_->pieces[i];
    done = run(i, inline_bytes(piece));
    if (!done.ok()) return fail(locate(std::move(done).error(), i));
  }
  if (!done.ok()) return fail(std::move(done).error());
  for (const Request& request : plan_->requests) {
    needs_.push_back({.source = request.source,
                      .offset = request.offset,
                      .length = request.length,
                      .is_whole = request.is_whole,
                      .is_optional = request.is_optional});
  }
  open_needs_ = needs_.size();
}

Bytes Read::inline_bytes(const Piece& piece) const {
  if (piece.is_kept) return Bytes(plan_->kept).subspan(piece.begin, piece.length);
  return manifest_.reader().inline_bytes({Location::Kind::kInline, 0, piece.begin, piece.length});
}

Result<void> Read::make_room() {
  if (!is_object()) TRY(result_.resize(plan_->elements * plan_->unit));
  if (is_object()) values_.resize(plan_->elements);
  if (!plan_->is_covered) fill();
  return {};
}

void Read::fill() {
  if (is_object()) {
    std::string text;
    if (array_->meta.is_bytes_fill) {
      json::write_bytes(array_->meta.fill, text);
    } else {
      json::write(array_->meta.fill_value, json::Style::kTagged, text);
    }
    std::fill(values_.begin(), values_.end(), text);
    return;
  }
  const std::vector<std::uint8_t>& element = array_->meta.fill;
  const bool is_zero = std::all_of(element.begin(), element.end(), [](auto b) { return b == 0; });
  if (is_zero) {
    std::fill_n(result_.data(), result_.size(), 0);
    return;
  }
  for (std::size_t at = 0; at < result_.size(); at += element.size()) {
    std::copy(element.begin(), element.end(), result_.data() + at);
  }
}

std::string Read::chunk_of_request(std::size_t index) const {
  return chunk_name(plan_->pieces[first_piece_[index]].chunk, array_->meta, '.');
}

void Read::feed(std::size_t index, Bytes reply) {
  --open_needs_;
  if (error_) return;
  Result<void> done = plan_ ? run_request(index, reply) : put_page(page_needs_[index], reply);
  if (!done.ok()) fail(std::move(done).error());
}

void Read::feed_missing(std::size_t index) {
  --open_needs_;
  if (!plan_) manifest_.pages(node_).put(page_needs_[index].id, {});
}

Result<void> Read::run_request(std::size_t index, Bytes reply) {
  for (std::size_t i = first_piece_[index]; i < first_piece_[index + 1]; ++i) {
    const Piece& piece = plan_->pieces[i];
    const std::uint64_t length =
        plan_->requests[index].is_whole ? reply.size() - piece.begin : piece.length;
    if (piece.begin + length > reply.size()) {
      return locate(
          Error(Code::kShortRead, "the reply has " + std::to_string(reply.size()) + " bytes"), i);
    }
    Result<void> done = run(i, reply.subspan(piece.begin, length));
    if (!done.ok()) return locate(std::move(done).error(), i);
  }
  return {};
}

Error Read::locate(Error error, std::size_t index) const {
  const Piece& piece = plan_->pieces[index];
  error = std::move(error).at_chunk(chunk_name(piece.chunk, array_->meta, '.'));
  if (piece.request == kInlineRequest) return error;
  const Request& request = plan_->requests[piece.request];
  return std::move(error).at_range(request.source, request.offset + piece.begin, piece.length);
}

Result<void> Read::run(std::size_t index, Bytes bytes) {
  if (!plan_->pieces[index].is_encoded) return place(index, bytes);
  return decode(index, {bytes});
}

MutableBytes Read::target_of(std::size_t index) {
  const Piece& piece = plan_->pieces[index];
  const auto run = plan_->run_of(index);
  if (is_object() || !run || *run != pipeline_->chunk_bytes()) return {};
  return result_.span().subspan(piece.dst_origin, *run);
}

Result<void> Read::decode(std::size_t index, Stage stage) {
  const MutableBytes target = target_of(index);
  TRY(pipeline_->advance(stage, scratch_, target));
  if (pipeline_->foreign_at(stage) != nullptr) {
    return jobs_.add(index, stage.next, pipeline_->limit_of(stage.next).max, stage.bytes);
  }
  if (is_object()) return place_objects(index, stage);
  const Bytes elements = TRY(pipeline_->elements(stage));
  if (!target.empty() && elements.data() == target.data()) return {};
  return place(index, elements);
}

void Read::feed_decoded(std::size_t piece, Bytes decoded) {
  const std::optional<std::size_t> step = jobs_.answer(piece);
  if (!step) return fail(Error(Code::kInternal, "bytes for a chunk that waits for none"));
  if (error_) return;
  Result<Stage> stage = pipeline_->passed(*step, decoded);
  Result<void> done = stage.ok() ? decode(piece, stage.value()) : std::move(stage).error();
  if (!done.ok()) fail(locate(std::move(done).error(), piece));
}

void Read::fail_decoded(std::size_t piece, std::string message) {
  const std::optional<std::size_t> step = jobs_.answer(piece);
  if (!step) return fail(Error(Code::kInternal, "an error for a chunk that waits for no bytes"));
  fail(locate(decode_failed(foreign_codec(*step).id, message), piece));
}

Result<void> Read::place(std::size_t index, Bytes elements) {
  const Piece& piece = plan_->pieces[index];
  const std::span<const std::uint64_t> counts = plan_->counts_of(index);
  std::vector<StridedAxis> axes;
  std::uint64_t last = piece.src_origin + plan_->unit;
  for (std::size_t axis = 0; axis < counts.size(); ++axis) {
    axes.push_back({counts[axis], plan_->src_strides[axis], plan_->dst_strides[axis]});
    last += (counts[axis] - 1) * static_cast<std::uint64_t>(plan_->src_strides[axis]);
  }
  if (last > elements.size()) {
    return Error(Code::kDecodeFailed, "an uncompressed chunk of " +
                                          std::to_string(elements.size()) + " bytes, of which " +
                                          std::to_string(last) + " are needed");
  }
  strided_copy(elements.data() + piece.src_origin, result_.data() + piece.dst_origin, plan_->unit,
               axes);
  return {};
}

Result<void> Read::place_objects(std::size_t index, const Stage& stage) {
  const Piece& piece = plan_->pieces[index];
  chunk_values_.clear();
  TRY(pipeline_->objects(stage, chunk_values_));
  for_each_place(plan_->counts_of(index), plan_->src_strides, plan_->dst_strides, piece.src_origin,
                 piece.dst_origin,
                 [&](std::uint64_t from, std::uint64_t to) { values_[to] = chunk_values_[from]; });
  return {};
}

Result<Bytes> Read::finish() {
  const DType& dtype = array_->meta.dtype;
  to_little_endian(dtype, result_.span());
  if (is_half(dtype)) {
    Buffer wide;
    TRY(wide.resize(result_.size() * 2));
    widen_halves(result_.view(), wide.span());
    result_ = std::move(wide);
  }
  return result_.view();
}

std::string Read::objects() const {
  std::size_t size = 2;
  for (const std::string& value : values_) size += value.size() + 1;
  std::string text;
  text.reserve(size);
  text.push_back('[');
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (i > 0) text.push_back(',');
    text.append(values_[i]);
  }
  text.push_back(']');
  return text;
}

}  // namespace chunkatlas
