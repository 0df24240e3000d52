#include "client.h"

#include <aclapi.h>
#include <sddl.h>
#include <time.h>

#include <cstdio>
#include <cstdlib>

namespace wfp::bench {

void check(DWORD result, const char* call) {
  if (result == ERROR_SUCCESS) return;
  std::fprintf(stderr, "%s: 0x%08x\n", call, static_cast<unsigned>(result));
  std::exit(1);
}

double now_ms() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

Engine::Engine(UINT32 flags) {
  FWPM_SESSION0 session{};
  session.flags = flags;
  check(FwpmEngineOpen0(nullptr, RPC_C_AUTHN_DEFAULT, nullptr, &session, &handle_),
        "FwpmEngineOpen0");
}

RuleFilter::RuleFilter(const Rule& rule, UINT64 weight, const GUID* sublayer) : weight_(weight) {
  const std::wstring sddl = L"O:SYG:SYD:(A;;CC;;;S-1-22-1-" + std::to_wstring(rule.user) + L")";
  PSECURITY_DESCRIPTOR bytes = nullptr;
  if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl.c_str(), SDDL_REVISION_1, &bytes,
                                                            &descriptor_.size))
    check(GetLastError(), "ConvertStringSecurityDescriptorToSecurityDescriptorW");
  descriptor_.data = static_cast<UINT8*>(bytes);
  net_ = {rule.address, rule.mask()};
  ports_.valueLow.type = ports_.valueHigh.type = FWP_UINT16;
  ports_.valueLow.uint16 = rule.low_port;
  ports_.valueHigh.uint16 = rule.high_port;

  conditions_[0].fieldKey = FWPM_CONDITION_ALE_USER_ID;
  conditions_[0].conditionValue.type = FWP_SECURITY_DESCRIPTOR_TYPE;
  conditions_[0].conditionValue.sd = &descriptor_;
  conditions_[1].fieldKey = FWPM_CONDITION_IP_REMOTE_ADDRESS;
  conditions_[1].conditionValue.type = FWP_V4_ADDR_MASK;
  conditions_[1].conditionValue.v4AddrMask = &net_;
  conditions_[2].fieldKey = FWPM_CONDITION_IP_REMOTE_PORT;
  if (rule.low_port == rule.high_port) {
    conditions_[2].conditionValue.type = FWP_UINT16;
    conditions_[2].conditionValue.uint16 = rule.low_port;
  } else {
    conditions_[2].matchType = FWP_MATCH_RANGE;
    conditions_[2].conditionValue.type = FWP_RANGE_TYPE;
    conditions_[2].conditionValue.rangeValue = &ports_;
  }
  conditions_[3].fieldKey = FWPM_CONDITION_IP_PROTOCOL;
  conditions_[3].conditionValue.type = FWP_UINT8;
  conditions_[3].conditionValue.uint8 = IPPROTO_TCP;

  filter.displayData.name = const_cast<wchar_t*>(L"rule");
  filter.layerKey = FWPM_LAYER_ALE_AUTH_CONNECT_V4;
  if (sublayer != nullptr) filter.subLayerKey = *sublayer;
  filter.weight.type = FWP_UINT64;
  filter.weight.uint64 = &weight_;
  filter.numFilterConditions = 4;
  filter.filterCondition = conditions_;
  filter.action.type = rule.permits ? FWP_ACTION_PERMIT : FWP_ACTION_BLOCK;
}

RuleFilter::~RuleFilter() { LocalFree(descriptor_.data); }

}  // namespace wfp::bench
