/*
 * sal.h: Windows' source annotations, which say nothing to these compilers. The older ones without
 * leading capital (__in, __out) are only there for C: C++ libraries use these names themselves.
 */
#ifndef OPENWFP_SAL_H
#define OPENWFP_SAL_H

#define _In_
#define _In_opt_
#define _In_z_
#define _In_opt_z_
#define _In_range_(low, high)
#define _Inout_
#define _Inout_opt_
#define _Inout_z_
#define _Inout_opt_z_
#define _Out_
#define _Out_opt_
#define _Outptr_
#define _Outptr_opt_
#define _Outptr_result_maybenull_
#define _Outptr_opt_result_maybenull_
#define _Outptr_result_z_
#define _Outptr_result_nullonfailure_
#define _Outptr_result_maybenull_z_
#define _COM_Outptr_
#define _In_reads_(n)
#define _In_reads_opt_(n)
#define _In_reads_z_(n)
#define _In_reads_bytes_(n)
#define _In_reads_bytes_opt_(n)
#define _In_reads_or_z_(n)
#define _Inout_updates_(n)
#define _Inout_updates_opt_(n)
#define _Inout_updates_z_(n)
#define _Inout_updates_bytes_(n)
#define _Inout_updates_bytes_opt_(n)
#define _Inout_updates_to_(n, m)
#define _Inout_updates_bytes_to_(n, m)
#define _Out_writes_(n)
#define _Out_writes_opt_(n)
#define _Out_writes_z_(n)
#define _Out_writes_to_(n, m)
#define _Out_writes_to_opt_(n, m)
#define _Out_writes_all_(n)
#define _Out_writes_bytes_(n)
#define _Out_writes_bytes_opt_(n)
#define _Out_writes_bytes_all_(n)
#define _Out_writes_bytes_to_(n, m)
#define _Out_writes_bytes_to_opt_(n, m)
#define _Out_range_(low, high)
#define _Out_writes_all_opt_(n)
#define _Outptr_result_buffer_(n)
#define _Outptr_result_buffer_maybenull_(n)
#define _Outptr_result_bytebuffer_(n)
#define _Outptr_result_bytebuffer_maybenull_(n)
#define _Outptr_opt_result_buffer_(n)
#define _Outptr_opt_result_bytebuffer_(n)
#define _Ret_maybenull_
#define _Ret_notnull_
#define _Ret_null_
#define _Ret_z_
#define _Ret_writes_(n)
#define _Ret_writes_bytes_(n)
#define _Ret_range_(low, high)
#define _Success_(condition)
#define _Check_return_
#define _Must_inspect_result_
#define _Use_decl_annotations_
#define _Pre_
#define _Post_
#define _Pre_satisfies_(condition)
#define _Post_satisfies_(condition)
#define _Pre_notnull_
#define _Post_invalid_
#define _Post_ptr_invalid_
#define _Post_equal_to_(value)
#define _Pre_maybenull_
#define _Pre_opt_valid_
#define _Pre_valid_
#define _Post_valid_
#define _Null_terminated_
#define _Notnull_
#define _Maybenull_
#define _Reserved_
#define _Frees_ptr_
#define _Frees_ptr_opt_
#define _Points_to_data_
#define _Field_size_(n)
#define _Field_size_opt_(n)
#define _Field_size_bytes_(n)
#define _Field_size_bytes_opt_(n)
#define _Field_size_full_(n)
#define _Field_size_bytes_full_(n)
#define _Field_size_part_(n, m)
#define _Field_size_bytes_part_(n, m)
#define _Field_range_(low, high)
#define _Field_z_
#define _Struct_size_bytes_(n)
#define _Printf_format_string_
#define _Scanf_format_string_
#define _Null_
#define _Const_
#define _Literal_
#define _Notliteral_
#define _Deref_out_opt_
#define _Deref_out_
#define _Deref_opt_out_
#define _Deref_post_z_
#define _Always_(annotations)
#define _On_failure_(annotations)
#define _Analysis_assume_(condition)
#define _Analysis_noreturn_
#define _Enum_is_bitflag_
#define _Strict_type_match_
#define _IRQL_requires_(irql)
#define _IRQL_requires_max_(irql)
#define _IRQL_requires_min_(irql)
#define _IRQL_requires_same_
#define _IRQL_raises_(irql)
#define _IRQL_saves_
#define _IRQL_restores_
#define _IRQL_saves_global_(kind, param)
#define _IRQL_restores_global_(kind, param)
#define _IRQL_always_function_max_(irql)
#define _IRQL_always_function_min_(irql)
#define _IRQL_uses_cancel_
#define _Acquires_lock_(lock)
#define _Releases_lock_(lock)
#define _Requires_lock_held_(lock)
#define _Requires_lock_not_held_(lock)
#define _Acquires_exclusive_lock_(lock)
#define _Releases_exclusive_lock_(lock)
#define _Acquires_shared_lock_(lock)
#define _Releases_shared_lock_(lock)
#define _Function_class_(name)
#define _Kernel_clear_do_init_(value)
#define _Dispatch_type_(type)
#define _Guarded_by_(lock)
#define _Interlocked_
#define _Requires_no_locks_held_
#define __drv_allocatesMem(kind)
#define __drv_freesMem(kind)
#define __drv_aliasesMem
#define __drv_maxIRQL(irql)
#define __drv_requiresIRQL(irql)
#define __drv_strictTypeMatch(mode)
#define __drv_strictType(type, mode)
#define __drv_reportError(why)
#define __drv_functionClass(name)
#define __drv_dispatchType(type)
#define _When_(condition, annotations)
#define _At_(target, annotations)
#define _At_buffer_(target, iterator, bound, annotations)
#define _Group_(annotations)
#define _Wfp_stream_injection_classify_
#define _Wfp_stream_inspection_classify_
#define _Wfp_stream_inspection_notify_
#define _Wfp_flow_inspection_notify_
#define _Wfp_flow_inspection_classify_
#define _Wfp_flow_injection_classify_
#define _Wfp_transport_injection_classify_
#define _Wfp_transport_injection_classify_inline_
#define _Wfp_ale_inspection_notify_
#define _Wfp_ale_inspection_classify_
#define _Wfp_connect_redirect_inline_classify_
#define _Wfp_connect_redirect_classify_

#ifndef __cplusplus
#define __in
#define __in_opt
#define __inout
#define __inout_opt
#define __out
#define __out_opt
#define __deref_out
#define __deref_out_opt
#define __in_bcount(n)
#define __in_ecount(n)
#define __out_bcount(n)
#define __out_ecount(n)
#endif

#endif
