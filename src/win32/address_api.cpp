// InetPtonW: inet_pton for wide strings.
#include <stddef.h>
#include <ws2tcpip.h>

// As Winsock: 1 = done, 0 = no address, -1 = no such family or a NULL pointer.
INT WINAPI InetPtonW(INT Family, PCWSTR pszAddrString, PVOID pAddrBuf) {
  if (pszAddrString == nullptr || pAddrBuf == nullptr) return -1;
  char text[INET6_ADDRSTRLEN]{};
  for (size_t i = 0; pszAddrString[i] != 0; ++i) {
    const bool fits = i + 1 < sizeof text && pszAddrString[i] > 0 && pszAddrString[i] < 0x80;
    if (!fits) return 0;
    text[i] = static_cast<char>(pszAddrString[i]);
  }
  return inet_pton(Family, text, pAddrBuf);
}
