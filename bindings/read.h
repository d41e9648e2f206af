// A read as JavaScript sees it. See session/read.h.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bindings/handle.h"
#include "session/file.h"
#include "session/read.h"

namespace chunkatlas::abi {

class ReadHandle final : public Handle {
 public:
  // The file lives as long as its reads, whoever lets go of it first.
  ReadHandle(std::shared_ptr<File> file, NodeId node, std::string selection,
             std::vector<std::string> foreign)
      : file_(std::move(file)),
        read_(file_->manifest(), node, std::move(selection), std::move(foreign)) {}

  Poll poll() override { return read_.poll(); }
  std::span<const Need> needs() const override { return read_.needs(); }
  void feed(std::size_t index, Bytes reply) override { read_.feed(index, reply); }
  void feed_missing(std::size_t index) override { read_.feed_missing(index); }
  const Error& error() const override { return read_.error(); }

  [[nodiscard]] Read& read() { return read_; }
  // What the plan comes to, without its rows: ReadSummary of js/src/core/node_info.ts.
  [[nodiscard]] std::string summary() const;
  [[nodiscard]] const wire::RangeRow* request_rows();
  // Of a request, or with kInlineRequest those whose bytes are inline.
  [[nodiscard]] const std::uint8_t* piece_rows(std::uint32_t request);

 private:
  void add_decoding(json::Object& object) const;
  [[nodiscard]] wire::PieceRow row_of(const Piece& piece) const;

  std::shared_ptr<File> file_;
  Read read_;
  std::vector<wire::RangeRow> requests_;
  std::vector<std::uint8_t> pieces_;
};

}  // namespace chunkatlas::abi
