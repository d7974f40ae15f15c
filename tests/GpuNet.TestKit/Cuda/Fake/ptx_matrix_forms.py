"""PTX for the host: tensor cores, their fragments, and copies that go on by themselves. See ptx.py; host_ptx.h computes."""
import re

from ptx_forms import form, vector
from ptx_operands import Refused


def shared_register(k, text):
    """The address of shared memory in a register of 32 bits, as these instructions take it from a user."""
    match = re.fullmatch(r"\[(%\w+)\]", text)
    if not match:
        raise Refused(f"no address in a register: {text}")
    return f"(int){k.read(match[1], 'b32')}"


def global_register(k, text):
    match = re.fullmatch(r"\[(%\w+)\]", text)
    if not match:
        raise Refused(f"no address in a register: {text}")
    return f"(long long){k.read(match[1], 'b64')}"


def call(k, function, targets, type_name, c, arguments):
    """A function of host_ptx.h whose results come first, by reference."""
    results = [f"result{index}" for index in range(len(targets))]
    k.waits = True
    k.lines.append(f"{{ {c} {', '.join(results)}; {function}({', '.join(results + arguments)});")
    for target, result in zip(targets, results):
        k.write(target, type_name, f"({'float' if type_name == 'f32' else 'uint32_t'}){result}")
    k.lines.append("}")


def mma(k, match, operands):
    targets, a, b, c = (vector(text, count) for text, count in zip(operands, (4, 4, 2, 4)))
    arguments = [f"(int){k.read(text, 'b32')}" for text in a + b] + [k.read(text, "f32") for text in c]
    shape, name = match.groups()
    call(k, f"ptx_mma_sync_aligned_{shape}_row_col_f32_{name}_{name}_f32", targets, "f32", "float", arguments)


form(r"mma\.sync\.aligned\.(m16n8k16)\.row\.col\.f32\.(bf16|f16)\.\2\.f32", 4)(mma)
form(r"mma\.sync\.aligned\.(m16n8k8)\.row\.col\.f32\.(tf32)\.\2\.f32", 4)(mma)


@form(r"ldmatrix\.sync\.aligned\.m8n8\.x([24])(\.trans)?\.shared\.b16", 2)
def ldmatrix(k, match, operands):
    function = f"ptx_ldmatrix_sync_aligned_m8n8_x{match[1]}_{'trans_' if match[2] else ''}shared_b16"
    call(k, function, vector(operands[0], int(match[1])), "b32", "int", [shared_register(k, operands[1])])


@form(r"cvt\.rna\.tf32\.f32", 2)
def cvt_tf32(k, match, operands):
    call(k, "ptx_cvt_rna_tf32_f32", operands[:1], "b32", "int", [k.read(operands[1], "f32")])


def cp_async(k, match, operands):
    if operands[2] != "16":
        raise Refused(".cg copies 16 bytes")
    read = [f"(int){k.read(operands[3], 'b32')}"] if len(operands) == 4 else []
    k.lines.append(f"ptx_cp_async_cg_shared_global({', '.join([shared_register(k, operands[0]), global_register(k, operands[1]), '16'] + read)});")


form(r"cp\.async\.cg\.shared\.global", 3)(cp_async)
form(r"cp\.async\.cg\.shared\.global", 4)(cp_async)


@form(r"cp\.async\.(commit_group|wait_all)", 0)
def cp_async_group(k, match, operands):
    k.lines.append(f"ptx_cp_async_{match[1]}();")


@form(r"cp\.async\.wait_group", 1)
def cp_async_wait(k, match, operands):
    if not operands[0].isdigit():
        raise Refused("the number of groups is a constant")
    k.lines.append(f"ptx_cp_async_wait_group({operands[0]});")


# ---- Warpgroups of 9.0 -----------------------------------------------------------------------------------------------------

def hopper(k):
    if not k.is_hopper:
        raise Refused("for .target sm_90a")
    k.waits = True


def wgmma(k, match, operands):
    hopper(k)
    columns, name = int(match[1]), match[3]
    sums = vector(operands[0], columns // 2)
    registers = [k.register(text, "f32") for text in sums]
    if len(set(registers)) != len(registers):
        raise Refused("a sum twice")
    descriptors = [f"(long long){k.read(text, 'b64')}" for text in operands[1:3]]
    if any(not text.startswith("%") for text in operands[1:3]):
        raise Refused("descriptors are in registers")
    for text in operands[4:6]:
        if text not in ("1", "-1"):
            raise Refused(f"{text} is no sign")
    for text in operands[6:]:
        if text not in ("0", "1"):
            raise Refused(f"{text} is no transposition")
    arguments = registers + descriptors + [k.read(operands[3], "pred")] + operands[4:]
    k.lines.append(f"ptx_wgmma_mma_async_sync_aligned_m64n{columns}k{match[2]}_f32_{name}_{name}({', '.join(arguments)});")


form(r"wgmma\.mma_async\.sync\.aligned\.m64n(128|256)k(16)\.f32\.(bf16|f16)\.\3", 8)(wgmma)
form(r"wgmma\.mma_async\.sync\.aligned\.m64n(128|256)k(8)\.f32\.(tf32)\.\3", 6)(wgmma)


@form(r"wgmma\.(fence|commit_group)\.sync\.aligned", 0)
def wgmma_group(k, match, operands):
    hopper(k)
    k.lines.append(f"ptx_wgmma_{match[1]}_sync_aligned();")


@form(r"wgmma\.wait_group\.sync\.aligned", 1)
def wgmma_wait(k, match, operands):
    hopper(k)
    if not operands[0].isdigit() or int(operands[0]) > 7:
        raise Refused("the number of groups is a constant up to 7")
    k.lines.append(f"ptx_wgmma_wait_group_sync_aligned({operands[0]});")


@form(r"fence\.proxy\.async\.shared::cta", 0)
def fence_proxy(k, match, operands):
    hopper(k)
    k.lines.append("ptx_fence_proxy_async_shared__cta();")
