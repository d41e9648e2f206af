// Values against Python's pickle and NumPy are in vectors_test.cc and numcodecs_test.cc. The
// pickles here are written by hand, since no pickler writes most of them.
#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

using namespace std::string_literals;

Result<ObjectValues> values_of(std::string_view in, std::size_t count) {
  const Data exact = bytes_of(in);
  ObjectValues values;
  TRY(find_codec("pickle")
          ->make_object(config("{}"), DType{})
          .value()
          ->decode(exact, count, values));
  return values;
}

Error error_of(std::string_view in, std::size_t count = 1) {
  auto result = values_of(in, count);
  REQUIRE(!result.ok());
  return std::move(result).error();
}
Code code_of(std::string_view in, std::size_t count = 1) { return error_of(in, count).code; }

// An array of objects: its type is memo 100, its shape (count,), its list what `list` leaves on the
// stack. `before` runs first.
std::string array_of(const std::string& list, int count = 1, const std::string& before = "") {
  return before + "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntVb\ntR(I1\n(I" +
         std::to_string(count) +
         "\ntcnumpy\ndtype\n(VO8\nI00\nI01\ntR(I3\nV|\nNNNI-1\nI-1\nI63\ntb" + "I00\n" + list +
         "tb.";
}

TEST_CASE("a pickle by hand decodes") {
  CHECK(values_of(array_of("(lVa\naI5\na", 2), 2).value() == ObjectValues{R"("a")", "5"});
  CHECK(values_of(array_of("(l(dVk\nNsa"), 1).value() == ObjectValues{R"({"k":null})"});
  CHECK(values_of(array_of("(lL007L\na"), 1).value() == ObjectValues{"7"});
  CHECK(values_of(array_of("(lI+12345678901234567890\na"), 1).value() ==
        ObjectValues{R"("\u0000i12345678901234567890")"});
  CHECK(values_of(array_of("(lU\x01"
                           "aa"),
                  1)
            .value() == ObjectValues{R"("a")"});
  CHECK(values_of(array_of("(lNI1\n0(I1\nI2\n1a"), 1).value() == ObjectValues{"null"});
  CHECK(values_of(array_of("(lN2l0aNa", 1), 1).ok() == false);
}

TEST_CASE("a pickle cannot name what is not NumPy's") {
  for (const char* call :
       {"cos\nsystem\n(Vtrue\ntR", "cbuiltins\neval\n(V1\ntR", "c__builtin__\nexec\n(V1\ntR",
        "cposix\nsystem\n", "cnumpy\nload\n", "cnumpy.core.multiarray\nfromfile\n",
        "cnumpy.testing._private.utils\nrunstring\n", "ccopy_reg\n_reconstructor\n",
        "ccodecs\nencode\n", "cbuiltins\nstr.format\n", "(ios\nsystem\n", "(Vtrue\nios\nsystem\n",
        "Vos\nVsystem\n\x93"}) {
    CAPTURE(call);
    const Error error = error_of(array_of("(l"s + call + "a"));
    CHECK(error.code == Code::kUnsupported);
    CHECK(error.message.find("the global \"") != std::string::npos);
  }
  CHECK(error_of(array_of("(lcos\nsystem\na")).message.find("\"os.system\"") != std::string::npos);
  CHECK(code_of("c\xFF\nsystem\n.") == Code::kDecodeFailed);
}

TEST_CASE("a pickle makes no objects of other classes") {
  for (const std::string& refused : {"cbuiltins\nstr\n)\x81"s,
                                     "(cbuiltins\nstr\nVa\no"s,
                                     "Pid\n"s,
                                     "NQ"s,
                                     "\x82\x01"s,
                                     "\x83\x01\x00"s,
                                     "\x84\x01\x00\x00\x00"s,
                                     "\x8F"s,
                                     "(\x90"s,
                                     "(\x91"s,
                                     "cbuiltins\nstr\n))\x92"s,
                                     "\x97"s,
                                     "S'a'\n"s,
                                     "(iEmpty\nbuiltins\n"s,
                                     "(ibuiltins\nstr\n"s,
                                     "\x80\x06"s,
                                     "cbuiltins\nstr\n(Va\ntR"s,
                                     "cbuiltins\nbytes\n(I9\ntR"s,
                                     "NNb"s,
                                     "N)b"s,
                                     "cnumpy\nndarray\n)R"s,
                                     "N)R"s,
                                     "c_codecs\nencode\n(Va\nVutf8\ntR"s,
                                     "c_codecs\nencode\n(NVlatin1\ntR"s,
                                     "cnumpy.core.multiarray\n_reconstruct\n(NNNtR"s,
                                     "cbuiltins\nstr\n"s,
                                     "U\x01\xFF"s,
                                     "(dI1\nNs"s,
                                     "L"s + std::string(310, '9') + "\n",
                                     "\x8A\x81"s + std::string(129, '\x11')}) {
    CAPTURE(refused);
    CHECK(code_of(array_of("(l"s + refused + "a")) == Code::kUnsupported);
  }
}

TEST_CASE("a pickle is refused when it misuses its stack, its memo or itself") {
  for (const std::string& bad : {""s,
                                 "."s,
                                 "N."s,
                                 "N"s,
                                 "a."s,
                                 "t."s,
                                 "(t"s,
                                 "0."s,
                                 "1."s,
                                 "2."s,
                                 "R."s,
                                 "b."s,
                                 "s."s,
                                 "u."s,
                                 "e."s,
                                 "(Ns."s,
                                 "(NNa."s,
                                 "\x85."s,
                                 "N\x86."s,
                                 "\x93."s,
                                 "h\x00."s,
                                 "g7\n."s,
                                 "gx\n."s,
                                 "g-1\n."s,
                                 "Np-1\n."s,
                                 "Nr\xFF\xFF\xFF\xFF."s,
                                 "]Nr\xFF\xFF\xFF\x7F."s,
                                 "\xFF."s,
                                 "Ix\n."s,
                                 "I\n."s,
                                 "I-\n."s,
                                 "I1_0\n."s,
                                 "F1.5x\n."s,
                                 "F\n."s,
                                 "F0x1p3\n."s,
                                 "V\\ud800\n."s,
                                 "V\\u12\n."s,
                                 "V\\uxyzw\n."s,
                                 "V\\U00110000\n."s,
                                 "X\x01\x00\x00\x00\xFF."s,
                                 "X\xFF\xFF\xFF\xFFz."s,
                                 "\x8D\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFFz."s,
                                 "B\xFF\xFF\xFF\xFFz."s,
                                 "\x8E\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFFz."s,
                                 "\x95\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFFN."s,
                                 "\x8B\xFF\xFF\xFF\xFFz."s,
                                 "G\x00."s,
                                 "(NNN(d."s,
                                 "(Nd."s,
                                 "}(Nu."s,
                                 "]N)s."s,
                                 array_of("(lNa") + "N"}) {
    CAPTURE(bad);
    CHECK(code_of(bad) == Code::kDecodeFailed);
  }
  const std::string good = array_of("(lVabc\na(I1\nI2\nta", 2);
  REQUIRE(values_of(good, 2).ok());
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK(code_of(std::string_view(good).substr(0, size), 2) == Code::kDecodeFailed);
  }
}

TEST_CASE("an array's shape, type and elements must belong together") {
  const auto array = [](const std::string& state) {
    return "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntVb\ntR" + state + "b.";
  };
  const auto type = [](const std::string& name, const std::string& order = "<") {
    return "cnumpy\ndtype\n(V" + name + "\nI00\nI01\ntR(I3\nV" + order + "\nNNNI-1\nI-1\nI0\ntb";
  };
  const auto state = [&](const std::string& shape, const std::string& dtype,
                         const std::string& elements) {
    return array("(I1\n" + shape + dtype + "I00\n" + elements + "t");
  };
  CHECK(values_of(state("(I1\nt", type("i2"), "C\x02\x01\x02"s), 1).value() == ObjectValues{"513"});
  for (const std::string& bad :
       {array(")"), array("(I1\nt"),
        "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nNNtR."s,
        state("N", type("i2"), "C\x02\x01\x02"s), state("(I2\nt", type("i2"), "C\x02\x01\x02"s),
        state("(I-1\nt", type("i2"), "C\x02\x01\x02"s), state("(Nt", type("i2"), "C\x02\x01\x02"s),
        state("(I4294967296\nI4294967296\nI4294967296\nt", type("i2"), "C\x02\x01\x02"s),
        state("(I9223372036854775807\nt", type("i2"), "C\x02\x01\x02"s),
        state("(" + "I1\n"s + std::string(65 * 3, ' ') + "t", type("i2"), "C\x02\x01\x02"s),
        state("(I1\nt", "N", "C\x02\x01\x02"s), state("(I1\nt", type("i2"), "C\x01\x01"s),
        state("(I1\nt", type("i2"), "N"), state("(I1\nt", type("i2"), "(lNa"),
        state("(I1\nt", type("O8", "|"), "C\x02\x01\x02"s), state("(I1\nt", type("O8", "|"), "(l"),
        state("(I1\nt", "cnumpy\ndtype\n(Vi2\ntR", "C\x02\x01\x02"s),
        state("(I1\nt", type(std::string(40, '1')), "C\x02\x01\x02"s),
        state("(I1\nt", type("U1"), "C\x04\x00\xD8\x00\x00"s)}) {
    CAPTURE(bad);
    CHECK(code_of(bad) == Code::kDecodeFailed);
  }
  for (const std::string& refused :
       {type("M8"), type("c8"), type("f16"), type("V4", "|"), type("S0", "|"),
        "cnumpy\ndtype\n(VV4\nI00\nI01\ntR(I3\nV|\nN(Va\nt(dI4\nI1\nI0\ntb"s}) {
    CAPTURE(refused);
    CHECK(code_of(state("(I1\nt", refused, "C\x04\x01\x02\x03\x04"s)) == Code::kUnsupported);
  }
}

TEST_CASE("shared values are written each time, up to a limit") {
  CHECK(values_of(array_of("(l(lVa\nap90\nag90\na", 2), 2).value() ==
        ObjectValues{R"(["a"])", R"(["a"])"});
  // Each level holds the one before twice: 2^40 texts.
  std::string doubling = "(lV" + std::string(5000, 'x') + "\nap91\n";
  for (int level = 0; level < 40; ++level) doubling += "0(lg91\nag91\nap91\n";
  CHECK(code_of(array_of("(lg91\na", 1, doubling + "0")) == Code::kLimitExceeded);
  // One text decoded many times.
  std::string decoded =
      "V" + std::string(100000, 'x') + "\np400\n0Vlatin1\np401\n0c_codecs\nencode\np402\n0";
  for (int i = 0; i < 400; ++i) decoded += "g402\n(g400\ng401\ntR0";
  CHECK(code_of(array_of("(lNa", 1, decoded)) == Code::kLimitExceeded);
}

TEST_CASE("values that contain themselves are refused") {
  CHECK(code_of(array_of("(l(lp90\ng90\naa")) == Code::kDecodeFailed);
  CHECK(code_of(array_of("(l(dp90\nVk\ng90\nsa")) == Code::kDecodeFailed);
  CHECK(code_of(array_of("(l(lp90\n(g90\ntaa")) == Code::kDecodeFailed);
  CHECK(code_of(array_of("(lp90\ng90\na")) == Code::kDecodeFailed);
}

TEST_CASE("values are nested up to a limit") {
  const auto nested = [](int levels) {
    std::string list = "(lNa";
    for (int level = 1; level < levels; ++level) list = "(l" + list + "a";
    return array_of("(l" + list + "a");
  };
  CHECK(values_of(nested(json::kMaxDepth), 1).ok());
  CHECK(code_of(nested(json::kMaxDepth + 1)) == Code::kLimitExceeded);
  CHECK(code_of(array_of("(l" + std::string(1000000, ']') + std::string(1000000, 'a'))) ==
        Code::kLimitExceeded);
  CHECK(code_of(std::string(1000000, '(')) == Code::kLimitExceeded);
  CHECK(code_of(std::string(10000000, ']')) == Code::kLimitExceeded);
}

}  // namespace
}  // namespace chunkatlas::testing
