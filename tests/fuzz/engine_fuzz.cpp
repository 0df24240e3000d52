// Filters with whatever conditions the bytes say, added to an engine, and requests asked of them:
// the answer is that of trying every filter one by one.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "engine/classify.h"
#include "engine/engine.h"
#include "security/sddl.h"
#include "security/well_known.h"

using namespace wfp;
using namespace wfp::engine;

namespace {

using schema::FieldId;
using schema::Value;

void require(bool holds) {
  if (!holds) std::abort();
}

TokenRef token() {
  static const TokenRef made = [] {
    security::TokenData data;
    data.user = security::well_known(security::WellKnownSid::local_system);
    data.groups = {{security::well_known(security::WellKnownSid::builtin_administrators)}};
    return std::make_shared<const security::Token>(
        security::Token::create(std::move(data)).value());
  }();
  return made;
}

// Hands out the input's bytes, then zeros.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}
  [[nodiscard]] bool empty() const { return left_ == 0; }
  std::uint8_t byte() {
    if (left_ == 0) return 0;
    --left_;
    return *data_++;
  }
  std::uint64_t number(unsigned bytes) {
    std::uint64_t value = 0;
    // Small numbers meet each other more often.
    const bool is_small = byte() % 4 != 0;
    for (unsigned i = 0; i < bytes; ++i)
      value = value << 8 | (is_small && i + 1 < bytes ? 0 : byte());
    return value;
  }
  template <class Array>
  Array array() {
    Array made{};
    const bool is_small = byte() % 2 == 0;
    for (auto& one : made) one = is_small ? 0 : byte();
    made.back() = byte();
    return made;
  }
  schema::Blob blob() {
    schema::Blob made(byte() % 4);
    for (auto& one : made) one = byte() % 4;
    return made;
  }

 private:
  const std::uint8_t* data_;
  std::size_t left_;
};

Value descriptor(std::uint8_t which) {
  constexpr const char* kTexts[] = {"O:SYG:SYD:(A;;CC;;;WD)", "O:SYG:SYD:(D;;CC;;;SY)(A;;CC;;;WD)",
                                    "O:SYG:SYD:(A;;CC;;;BA)", "O:SYG:SY", "D:(A;;CC;;;WD)"};
  return Value(schema::DescriptorBytes{security::parse_sddl(kTexts[which % 5]).value().to_bytes()});
}

Value value_of(Bytes& in, schema::DataType type) {
  switch (type) {
    case schema::DataType::uint8:
      return Value(static_cast<std::uint8_t>(in.number(1)));
    case schema::DataType::uint16:
      return Value(static_cast<std::uint16_t>(in.number(2)));
    case schema::DataType::uint32:
      return Value(static_cast<std::uint32_t>(in.number(4)));
    case schema::DataType::uint64:
      return Value(in.number(8));
    case schema::DataType::byte_array16:
      return Value(in.array<schema::ByteArray16>());
    case schema::DataType::byte_blob:
      return Value(in.blob());
    case schema::DataType::sid:
      return Value(schema::SidBytes{in.blob()});
    default:
      return descriptor(in.byte());
  }
}

Value condition_value(Bytes& in, schema::DataType type) {
  switch (in.byte() % 8) {
    case 0: {
      Value low = value_of(in, type);
      return Value::range(std::move(low), value_of(in, type));
    }
    case 1:
      return Value(schema::V4AddrMask{
          static_cast<std::uint32_t>(in.number(4)),
          in.byte() % 8 == 0 ? static_cast<std::uint32_t>(in.number(4)) : ~0U << in.byte() % 32});
    case 2:
      return Value(schema::V6AddrMask{in.array<schema::ByteArray16>(), in.byte()});
    case 3:
      return Value();
    default:
      return value_of(in, type);
  }
}

Filter filter(Bytes& in, const schema::LayerInfo& layer) {
  Filter made;
  made.display.name = "f";
  made.layer = layer.key;
  made.action = in.byte() % 2 == 0 ? schema::kActionPermit : schema::kActionBlock;
  if (in.byte() % 2 == 0) made.weight = Value(std::uint64_t{in.byte() % 4U});
  for (unsigned left = in.byte() % 6; left > 0; --left) {
    // Few fields, so that some have alternatives.
    const FieldId field =
        layer.fields()[in.byte() %
                       std::min<std::size_t>(layer.fields().size(), in.byte() % 2 == 0 ? 4 : 64)];
    const auto match = schema::match_type(in.byte() % 14U);
    if (!match) continue;
    made.conditions.push_back(
        {field, *match, condition_value(in, schema::field_info(field).type(layer.version))});
  }
  return made;
}

Request request(Bytes& in, const schema::LayerInfo& layer) {
  Request made(layer.id);
  for (const FieldId field : layer.fields()) {
    if (in.byte() % 4 == 0) continue;
    const schema::DataType type = schema::field_info(field).type(layer.version);
    if (!made.set(field, token())) require(made.set(field, value_of(in, type)).has_value());
  }
  return made;
}

// The heaviest of the filters that match; of equals the older one.
std::uint64_t by_hand(const Snapshot& snapshot, const Request& request) {
  const Stored<Filter>* best = nullptr;
  for (auto at = snapshot.filters.first(); at; at.next()) {
    const Stored<Filter>& own = *at.value();
    if (own.object.layer != request.layer().key ||
        !own.compiled.matches(own.object.conditions, request))
      continue;
    const auto rank = [](const Filter& f) { return FilterRank{f.effective_weight, f.id}; };
    if (best == nullptr || rank(own.object) < rank(best->object)) best = &own;
  }
  return best == nullptr ? 0 : best->object.id;
}

void ask(Bytes& in, const Engine& engine, const schema::LayerInfo& layer) {
  static const CalloutRegistry kCallouts;
  const Request own = request(in, layer);
  const Snapshot& snapshot = *engine.snapshot();
  const std::uint64_t expected = by_hand(snapshot, own);
  require(classify(own, snapshot, kCallouts).filter_id == expected);
  require(decide(own, snapshot, kCallouts).filter_id == expected);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes in(data, size);
  std::uint32_t last = 0;
  Engine engine({[&] { return Guid{++last, 0, 0, {7}}; }, {}, {}});
  const Guid session = engine.open({}, token(), 0).value();
  const schema::LayerInfo& layer =
      schema::layer_info(in.byte() % 2 == 0 ? schema::LayerId::ale_auth_connect_v4
                                            : schema::LayerId::ale_auth_recv_accept_v6);
  std::vector<Guid> keys;
  while (!in.empty()) {
    const std::uint8_t what = in.byte() % 4;
    if (what < 2) {
      const auto added = engine.add(session, filter(in, layer), nullptr, 0);
      if (added) keys.push_back(added->key);
    } else if (what == 2 && !keys.empty()) {
      const std::size_t at = in.byte() % keys.size();
      require(engine.remove<Filter>(session, keys[at], 0).has_value());
      keys.erase(keys.begin() + static_cast<std::ptrdiff_t>(at));
    } else {
      ask(in, engine, layer);
    }
    static_cast<void>(engine.take_events());
  }
  while (!keys.empty()) {
    require(engine.remove<Filter>(session, keys.back(), 0).has_value());
    keys.pop_back();
  }
  for (const auto& filters : engine.snapshot()->layers) require(filters.empty());
  return 0;
}
