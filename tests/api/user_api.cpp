#include "api/api.h"

// Keep below.
#include "fwpmu.h"
#include "fwpsu.h"

#define WFP_TABLE kUserApi
#define WFP_NAME "User"
#define WFP_KERNEL false
#include "api/api_table.inc"
