// ws2tcpip.h: addresses in wide text. Winsock's last error is the thread's, as on Windows.
#include <ws2tcpip.h>

#include <algorithm>

#include "win32/edge.h"
#include "win32/text.h"

using namespace wfp;
using namespace wfp::win32;

INT WINAPI InetPtonW(INT Family, PCWSTR pszAddrString, PVOID pAddrBuf) {
  if (pszAddrString == nullptr || pAddrBuf == nullptr) {
    SetLastError(WSAEFAULT);
    return -1;
  }
  const auto text = Wide::to_bytes(pszAddrString);
  const int outcome = inet_pton(Family, text ? text->c_str() : "", pAddrBuf);
  if (outcome < 0) SetLastError(WSAEAFNOSUPPORT);
  return outcome;
}

PCWSTR WINAPI InetNtopW(INT Family, const VOID* pAddr, PWSTR pStringBuf, size_t StringBufSize) {
  char text[INET6_ADDRSTRLEN];
  if (Family != AF_INET && Family != AF_INET6) {
    SetLastError(WSAEAFNOSUPPORT);
    return nullptr;
  }
  if (pAddr == nullptr || pStringBuf == nullptr ||
      inet_ntop(Family, pAddr, text, sizeof text) == nullptr ||
      std::string_view(text).size() >= StringBufSize) {
    SetLastError(ERROR_INVALID_PARAMETER);
    return nullptr;
  }
  std::copy_n(text, std::string_view(text).size() + 1, pStringBuf);  // ASCII is the same in both
  return pStringBuf;
}
