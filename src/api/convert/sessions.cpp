#include "api/convert/sessions.h"

#include <optional>
#include <string>
#include <vector>

#include "api/convert/sid.h"
#include "api/convert/user_name.h"
#include "api/windows.h"
#include "base/wide.h"
#include "fwpmtypes.h"

namespace wfp::api {
namespace {

// The texts of a session as they will stand in the block.
struct Texts {
  std::optional<std::wstring> name;
  std::optional<std::wstring> description;
  std::wstring user;
};

std::optional<std::wstring> widen(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  return to_wide(*text);
}

wchar_t* place_text(const std::optional<std::wstring>& text, Block& block) {
  return text ? block.copy_text(std::wstring_view(*text)) : nullptr;
}

void measure(const SessionInfo& session, const Texts& texts, BlockSize& size) {
  size.add<FWPM_SESSION0*>();
  size.add<FWPM_SESSION0>();
  size.add<std::uint8_t>(session.user.size());
  if (texts.name) size.add<wchar_t>(texts.name->size() + 1);
  if (texts.description) size.add<wchar_t>(texts.description->size() + 1);
  size.add<wchar_t>(texts.user.size() + 1);
}

void fill(const SessionInfo& session, const Texts& texts, Block& block, FWPM_SESSION0& out) {
  static_assert(sizeof out.sessionKey == sizeof session.key);
  std::memcpy(&out.sessionKey, session.key.data(), session.key.size());
  out.displayData.name = place_text(texts.name, block);
  out.displayData.description = place_text(texts.description, block);
  out.flags = session.flags;
  out.txnWaitTimeoutInMSec = session.transaction_wait_ms;
  out.processId = session.process_id;
  out.sid = place_sid(session.user, block);
  out.username = block.copy_text(std::wstring_view(texts.user));
  out.kernelMode = session.kernel_mode ? TRUE : FALSE;
}

}  // namespace

Call<OwnedMemory> convert_sessions(std::span<const SessionInfo> sessions) {
  if (sessions.empty()) return OwnedMemory();
  std::vector<Texts> texts;
  BlockSize size;
  for (const SessionInfo& session : sessions) {
    texts.push_back(
        {widen(session.name), widen(session.description), to_wide(user_name(session.user))});
    measure(session, texts.back(), size);
  }
  WFP_TRY(Block block, Block::allocate(size));
  auto** pointers = block.place<FWPM_SESSION0*>(sessions.size());
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    pointers[i] = block.place<FWPM_SESSION0>();
    fill(sessions[i], texts[i], block, *pointers[i]);
  }
  return block.release();
}

}  // namespace wfp::api
