// authz.h: changing the claims and the SIDs of a client context.
#include <algorithm>
#include <string>

#include "base/utf.h"
#include "base/wide.h"
#include "win32/authz_context.h"
#include "win32/edge.h"
#include "win32/sid_access.h"

namespace wfp::win32 {
namespace {

using security::Claim;
using security::ClaimType;
using security::ClaimValue;

Result<std::u16string> text_at(const wchar_t* text) {
  WFP_CHECK_OK(require(text != nullptr));
  WFP_TRY(const std::string bytes, from_wide(text));
  return to_utf16(bytes);
}

Result<ClaimValue> value_at(const AUTHZ_SECURITY_ATTRIBUTE_V1& from, ULONG i) {
  const auto& values = from.Values;
  switch (static_cast<ClaimType>(from.ValueType)) {
    case ClaimType::int64:
      return ClaimValue(std::in_place_type<std::int64_t>, values.pInt64[i]);
    case ClaimType::uint64:
      return ClaimValue(std::in_place_type<std::uint64_t>, values.pUint64[i]);
    case ClaimType::boolean:
      return ClaimValue(std::in_place_type<bool>, values.pUint64[i] != 0);
    case ClaimType::string: {
      WFP_TRY(auto text, text_at(values.ppString[i]));
      return ClaimValue(std::move(text));
    }
    case ClaimType::sid: {
      const auto& octets = values.pOctetString[i];
      WFP_TRY(const auto sid, sid_at(octets.ValueLength >= 8 ? octets.pValue : nullptr));
      WFP_CHECK_OK(require(sid.size() <= octets.ValueLength, Status::invalid_sid));
      return ClaimValue(security::Sid(sid));
    }
    case ClaimType::octets: {
      const auto& octets = values.pOctetString[i];
      WFP_CHECK_OK(require(octets.pValue != nullptr || octets.ValueLength == 0));
      const auto* bytes = static_cast<const std::uint8_t*>(octets.pValue);
      return ClaimValue(security::Bytes(bytes, bytes + octets.ValueLength));
    }
  }
  return fail(Status::invalid_parameter);
}

Result<Claim> claim_at(const AUTHZ_SECURITY_ATTRIBUTE_V1& from) {
  Claim claim{.type = static_cast<ClaimType>(from.ValueType), .flags = from.Flags};
  WFP_TRY(claim.name, text_at(from.pName));
  WFP_CHECK_OK(require(from.ValueCount == 0 || from.Values.pInt64 != nullptr));
  for (ULONG i = 0; i < from.ValueCount; ++i) {
    WFP_TRY(auto value, value_at(from, i));
    claim.values.push_back(std::move(value));
  }
  return claim;
}

Result<std::vector<Claim>> claims_at(const AUTHZ_SECURITY_ATTRIBUTES_INFORMATION* from) {
  std::vector<Claim> claims;
  if (from == nullptr) return claims;
  WFP_CHECK_OK(require(from->Version == AUTHZ_SECURITY_ATTRIBUTES_INFORMATION_VERSION_V1));
  WFP_CHECK_OK(require(from->AttributeCount == 0 || from->Attribute.pAttributeV1 != nullptr));
  for (ULONG i = 0; i < from->AttributeCount; ++i) {
    WFP_TRY(auto claim, claim_at(from->Attribute.pAttributeV1[i]));
    claims.push_back(std::move(claim));
  }
  return claims;
}

std::vector<SidWithAttributes>::iterator find_like(std::vector<SidWithAttributes>& list,
                                                   const SidWithAttributes& item) {
  return std::ranges::find(list, item.sid, &SidWithAttributes::sid);
}
std::vector<Claim>::iterator find_like(std::vector<Claim>& list, const Claim& item) {
  return std::ranges::find(list, item.name, &Claim::name);
}

// The numbers of AUTHZ_SECURITY_ATTRIBUTE_OPERATION and AUTHZ_SID_OPERATION are the same.
enum class Operation : std::uint32_t { none, replace_all, add, remove, replace };
static_assert(static_cast<int>(AUTHZ_SECURITY_ATTRIBUTE_OPERATION_REPLACE) ==
                  static_cast<int>(Operation::replace) &&
              static_cast<int>(AUTHZ_SID_OPERATION_REPLACE) ==
                  static_cast<int>(Operation::replace));

// Everything gives way to the items, or each item has an operation of its own.
struct Operations {
  bool replace_all = false;
  std::vector<Operation> each{};
};

template <class T>
Result<void> apply(std::vector<T>& list, const std::vector<T>& items,
                   const Operations& operations) {
  if (operations.replace_all) {
    list = items;
    return {};
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto found = find_like(list, items[i]);
    switch (operations.each[i]) {
      case Operation::none:
        break;
      case Operation::add:
        if (found == list.end()) list.push_back(items[i]);
        break;
      case Operation::remove:
        if (found != list.end()) list.erase(found);
        break;
      case Operation::replace:
        if (found != list.end()) list.erase(found);
        list.push_back(items[i]);
        break;
      default:
        return fail(Status::invalid_parameter);
    }
  }
  return {};
}

// REPLACE_ALL is told once, in the first place, whatever the count of items.
template <class Raw>
Result<Operations> operations_at(const Raw* from, std::size_t count) {
  WFP_CHECK_OK(require(from != nullptr));
  Operations operations;
  operations.replace_all = static_cast<Operation>(*from) == Operation::replace_all;
  for (std::size_t i = 0; !operations.replace_all && i < count; ++i) {
    operations.each.push_back(static_cast<Operation>(from[i]));
  }
  return operations;
}

// The list of a context that a class names, or nullptr.
std::vector<Claim>* claims_of(ClientData& data, AUTHZ_CONTEXT_INFORMATION_CLASS what) {
  switch (what) {
    case AuthzContextInfoUserClaims:
      return &data.user_claims;
    case AuthzContextInfoDeviceClaims:
      return &data.device_claims;
    case AuthzContextInfoSecurityAttributes:
      return &data.local_claims;
    default:
      return nullptr;
  }
}
std::vector<SidWithAttributes>* sids_of(ClientData& data, AUTHZ_CONTEXT_INFORMATION_CLASS what) {
  switch (what) {
    case AuthzContextInfoGroupsSids:
      return &data.groups;
    case AuthzContextInfoRestrictedSids:
      return &data.restricted;
    case AuthzContextInfoDeviceSids:
      return &data.device_groups;
    default:
      return nullptr;
  }
}

Result<void> modify_claims(AUTHZ_CLIENT_CONTEXT_HANDLE handle, AUTHZ_CONTEXT_INFORMATION_CLASS what,
                           PAUTHZ_SECURITY_ATTRIBUTE_OPERATION operations,
                           PAUTHZ_SECURITY_ATTRIBUTES_INFORMATION claims) {
  WFP_TRY(const auto context, context_of(handle));
  WFP_TRY(const auto items, claims_at(claims));
  WFP_TRY(const auto list, operations_at(operations, items.size()));
  return context->modify([&](ClientData& data) -> Result<void> {
    std::vector<Claim>* const target = claims_of(data, what);
    WFP_CHECK_OK(require(target != nullptr));
    return apply(*target, items, list);
  });
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

BOOL WINAPI AuthzModifyClaims(AUTHZ_CLIENT_CONTEXT_HANDLE hAuthzClientContext,
                              AUTHZ_CONTEXT_INFORMATION_CLASS ClaimClass,
                              PAUTHZ_SECURITY_ATTRIBUTE_OPERATION pClaimOperations,
                              PAUTHZ_SECURITY_ATTRIBUTES_INFORMATION pClaims) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(ClaimClass != AuthzContextInfoSecurityAttributes));
    return modify_claims(hAuthzClientContext, ClaimClass, pClaimOperations, pClaims);
  });
}

BOOL WINAPI AuthzModifySecurityAttributes(AUTHZ_CLIENT_CONTEXT_HANDLE hAuthzClientContext,
                                          PAUTHZ_SECURITY_ATTRIBUTE_OPERATION pOperations,
                                          PAUTHZ_SECURITY_ATTRIBUTES_INFORMATION pAttributes) {
  return answer([&] {
    return modify_claims(hAuthzClientContext, AuthzContextInfoSecurityAttributes, pOperations,
                         pAttributes);
  });
}

BOOL WINAPI AuthzModifySids(AUTHZ_CLIENT_CONTEXT_HANDLE hAuthzClientContext,
                            AUTHZ_CONTEXT_INFORMATION_CLASS SidClass,
                            PAUTHZ_SID_OPERATION pSidOperations, PTOKEN_GROUPS pSids) {
  return answer([&]() -> Result<void> {
    WFP_TRY(const auto context, context_of(hAuthzClientContext));
    std::vector<SidWithAttributes> items;
    const std::size_t count = pSids == nullptr ? 0 : pSids->GroupCount;
    for (std::size_t i = 0; i < count; ++i) {
      WFP_TRY(const auto sid, sid_at(pSids->Groups[i].Sid));
      items.push_back({security::Sid(sid), pSids->Groups[i].Attributes});
    }
    WFP_TRY(const auto list, operations_at(pSidOperations, count));
    return context->modify([&](ClientData& data) -> Result<void> {
      std::vector<SidWithAttributes>* const target = sids_of(data, SidClass);
      WFP_CHECK_OK(require(target != nullptr));
      return apply(*target, items, list);
    });
  });
}
