#include "session/read.h"

#include <algorithm>

#include "codec/registry.h"
#include "plan/requests.h"
#include "plan/table_page.h"

namespace chunkatlas {
namespace {

// Of all pages while a read is planned: with what they state inline, and with other reads' pages.
constexpr std::size_t kMaxKeptPageBytes = std::size_t{1} << 29;

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
  return open_needs_ > 0 ? Poll::kNeed : Poll::kDone;
}

Result<void> Read::prepare() {
  const Array* array = TRY(manifest_.array(node_));
  const ChunkDecoder decoder = TRY(ChunkDecoder::make(array->meta, foreign_));
  selected_ = TRY(parse_selection(selection_, array->meta.shape));
  unit_ = decoder.unit();
  has_foreign_ = std::any_of(array->meta.codecs.begin(), array->meta.codecs.end(),
                             [](const CodecSpec& spec) { return find_codec(spec.id) == nullptr; });
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
  if (unit_ != plan_->unit && plan_->elements > kMaxResultBytes / unit_) {
    return Error(Code::kLimitExceeded, "the selection has more than " +
                                           std::to_string(kMaxResultBytes) +
                                           " bytes as float32; read it in parts");
  }
  index_pieces();
  return {};
}

void Read::index_pieces() {
  first_piece_.assign(plan_->requests.size() + 1, 0);
  std::size_t piece = 0;
  for (std::size_t request = 0; request < plan_->requests.size(); ++request) {
    first_piece_[request] = piece;
    while (piece < plan_->pieces.size() && plan_->pieces[piece].request == request) ++piece;
  }
  first_piece_.back() = piece;
}

void Read::feed(std::size_t index, Bytes reply) {
  --open_needs_;
  if (error_) return;
  Result<void> done = put_page(page_needs_[index], reply);
  if (!done.ok()) fail(std::move(done).error());
}

void Read::feed_missing(std::size_t index) {
  --open_needs_;
  manifest_.pages(node_).put(page_needs_[index].id, {});
}

void Read::drop(std::span<const std::uint8_t> is_dropped) {
  drop_pieces(*plan_, is_dropped);
  index_pieces();
}

Read::PieceRange Read::pieces_of(std::uint32_t request) const {
  if (request == kInlineRequest) return {first_piece_.back(), plan_->pieces.size()};
  return {first_piece_[request], first_piece_[request + 1]};
}

Bytes Read::inline_bytes(const Piece& piece) const {
  if (piece.is_kept) return Bytes(plan_->kept).subspan(piece.begin, piece.length);
  return manifest_.reader().inline_bytes({Location::Kind::kInline, 0, piece.begin, piece.length});
}

std::string Read::name_of_chunk(std::uint64_t chunk) const {
  return chunk_name(chunk, array_->meta, '.');
}

std::string Read::chunk_of_request(std::size_t index) const {
  return name_of_chunk(plan_->pieces[first_piece_[index]].chunk);
}

Result<std::vector<std::uint8_t>> Read::fill_element() const {
  if (array_->meta.dtype.is_object()) return std::vector<std::uint8_t>();
  ChunkDecoder decoder = TRY(this->decoder());
  const Bytes element = TRY(decoder.convert(array_->meta.fill));
  return std::vector<std::uint8_t>(element.begin(), element.end());
}

std::string Read::fill_object() const {
  std::string text;
  if (array_->meta.is_bytes_fill) {
    json::write_bytes(array_->meta.fill, text);
  } else {
    json::write(array_->meta.fill_value, json::Style::kTagged, text);
  }
  return text;
}

}  // namespace chunkatlas
