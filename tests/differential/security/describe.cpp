#include "describe.h"

#include <cstdio>
#include <stdexcept>

namespace wfp::differential {
namespace {

using Bytes = std::span<const std::uint8_t>;

struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

Bytes cut(Bytes bytes, std::size_t at, std::size_t size, const char* what) {
  if (at > bytes.size() || size > bytes.size() - at) throw Unreadable(what);
  return bytes.subspan(at, size);
}

std::uint32_t number(Bytes bytes, std::size_t at, std::size_t size, const char* what) {
  std::uint32_t value = 0;
  const Bytes part = cut(bytes, at, size, what);
  for (std::size_t i = size; i-- > 0;) value = value << 8 | part[i];
  return value;
}

std::string hex(Bytes bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

template <class... Values>
std::string print(const char* format, Values... values) {
  char text[64];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

std::string sid_at(Bytes bytes, std::size_t at, std::size_t& size) {
  const Bytes head = cut(bytes, at, 8, "a SID's head");
  const std::size_t count = head[1];
  if (count > 15) throw Unreadable("more than 15 sub-authorities");
  std::uint64_t authority = 0;
  for (std::size_t i = 2; i < 8; ++i) authority = authority << 8 | head[i];
  std::string text =
      print("S-%u-%llu", unsigned{head[0]}, static_cast<unsigned long long>(authority));
  for (std::size_t i = 0; i < count; ++i)
    text += print("-%u", number(bytes, at + 8 + 4 * i, 4, "a sub-authority"));
  size = 8 + 4 * count;
  return text;
}

bool has_no_known_shape(std::uint8_t type) { return type == 4 || type > 0x15; }
bool is_object(std::uint8_t type) {
  return (type >= 5 && type <= 8) || type == 0x0b || type == 0x0c || type == 0x0f || type == 0x10;
}

std::string ace_at(Bytes ace) {
  std::string text = print("  type %02x flags %02x", unsigned{ace[0]}, unsigned{ace[1]});
  if (has_no_known_shape(ace[0])) return text + " raw " + hex(ace.subspan(4));
  text += print(" mask %08x", number(ace, 4, 4, "an ACE's mask"));
  std::size_t at = 8;
  if (is_object(ace[0])) {
    const std::uint32_t flags = number(ace, at, 4, "object flags");
    at += 4;
    text += print(" object flags %x", flags);
    for (const std::uint32_t flag : {1u, 2u}) {
      if (!(flags & flag)) continue;
      text += (flag == 1 ? " object " : " inherited object ") + hex(cut(ace, at, 16, "a GUID"));
      at += 16;
    }
  }
  std::size_t sid_size = 0;
  text += ' ' + sid_at(ace, at, sid_size);
  const Bytes data = ace.subspan(at + sid_size);
  return data.empty() ? text : text + " data " + hex(data);
}

std::string acl_at(Bytes bytes, std::size_t at) {
  const std::size_t size = number(bytes, at + 2, 2, "an ACL's size");
  const Bytes acl = cut(bytes, at, size, "an ACL");
  const std::size_t count = number(acl, 4, 2, "an ACL's count");
  std::string text = print("%zu ACEs\n", count);
  std::size_t ace_at_offset = 8;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t ace_size = number(acl, ace_at_offset + 2, 2, "an ACE's size");
    if (ace_size < 4) throw Unreadable("an ACE of less than its header");
    text += ace_at(cut(acl, ace_at_offset, ace_size, "an ACE")) + '\n';
    ace_at_offset += ace_size;
  }
  return text;
}

std::string part(Bytes bytes, const char* name, std::size_t field) {
  const std::size_t offset = number(bytes, field, 4, "the header");
  std::size_t size = 0;
  return std::string(name) + ' ' + (offset == 0 ? "none" : sid_at(bytes, offset, size)) + '\n';
}

std::string acl(Bytes bytes, const char* name, std::uint32_t present, std::size_t field) {
  const std::size_t offset = number(bytes, field, 4, "the header");
  if (!(number(bytes, 2, 2, "the header") & present)) return std::string(name) + " absent\n";
  return std::string(name) + ' ' + (offset == 0 ? "null\n" : acl_at(bytes, offset));
}

}  // namespace

std::string describe(Bytes bytes) {
  try {
    std::string text = print("control %04x\n", number(bytes, 2, 2, "the header"));
    text += part(bytes, "owner", 4);
    text += part(bytes, "group", 8);
    text += acl(bytes, "dacl", 0x0004, 16);
    text += acl(bytes, "sacl", 0x0010, 12);
    return text;
  } catch (const Unreadable& error) {
    return std::string("unreadable: ") + error.what() + '\n';
  }
}

}  // namespace wfp::differential
