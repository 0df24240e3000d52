"""What tools/gen.py makes for src/cli: how rights are written."""
import gen_security

OUTPUTS = {
    "wfp_rights.inc": gen_security.rows_of("wfp_rights", "WFP_RIGHT", ['"short"', "value", '"word"', '"meaning"']),
}
