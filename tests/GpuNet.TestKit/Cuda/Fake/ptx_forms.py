"""PTX for the host: the instruction forms that are known, by the ISA manual. See ptx.py."""
import re

from ptx_operands import Refused, c_type, kind, SPECIAL

# ---- Instructions: (regular expression of the form, handler(kernel, groups, operands)) ---------------------------------

FORMS = []
KNOWN = {}


def form(expression, count):
    def add(handler):
        FORMS.append((re.compile(expression + "$"), count, handler))
        return handler
    return add


def simple(expression, template, types):
    """A form that computes its first operand from the others; {0}.. in the template are the sources, {t} their C type."""
    def handler(k, match, operands):
        names = [group if isinstance(group, str) and not group.startswith("@") else match[int(group[1:])] for group in types]
        values = [k.read(text, name) for text, name in zip(operands[1:], names[1:])]
        k.write(operands[0], names[0], template.format(*values, t=c_type(names[0] if names[0] != "pred" else names[1]), m=match))
    FORMS.append((re.compile(expression + "$"), len(types), handler))


INTEGER = r"([su](?:32|64))"
FLOAT = r"(f32|f64)"
for operation, sign in (("add", "+"), ("sub", "-")):
    simple(rf"{operation}\.{INTEGER}", f"({{t}})((uint64_t){{0}} {sign} (uint64_t){{1}})", ["@1", "@1", "@1"])
    simple(rf"{operation}\.rn\.{FLOAT}", f"{{0}} {sign} {{1}}", ["@1", "@1", "@1"])
simple(rf"mul\.lo\.{INTEGER}", "({t})((uint64_t){0} * (uint64_t){1})", ["@1", "@1", "@1"])
simple(rf"mul\.rn\.{FLOAT}", "{0} * {1}", ["@1", "@1", "@1"])
simple(rf"div\.rn\.{FLOAT}", "{0} / {1}", ["@1", "@1", "@1"])
# What integers over zero, or the smallest over -1, give is not specified: the translation traps.
simple(rf"div\.{INTEGER}", "{0} / {1}", ["@1", "@1", "@1"])
simple(rf"rem\.{INTEGER}", "{0} % {1}", ["@1", "@1", "@1"])
simple(rf"fma\.rn\.f32", "__builtin_fmaf({0}, {1}, {2})", ["f32"] * 4)
simple(rf"fma\.rn\.f64", "__builtin_fma({0}, {1}, {2})", ["f64"] * 4)
simple(r"sqrt\.rn\.f32", "__builtin_sqrtf({0})", ["f32", "f32"])
simple(r"sqrt\.rn\.f64", "__builtin_sqrt({0})", ["f64", "f64"])
simple(rf"rcp\.rn\.{FLOAT}", "1 / {0}", ["@1", "@1"])
simple(r"neg\.(s32|s64)", "({t})(0 - (uint64_t){0})", ["@1", "@1"])
simple(rf"neg\.{FLOAT}", "-{0}", ["@1", "@1"])
simple(r"abs\.f32", "__builtin_fabsf({0})", ["f32", "f32"])
simple(r"abs\.f64", "__builtin_fabs({0})", ["f64", "f64"])
simple(rf"min\.{INTEGER}", "({0} < {1} ? {0} : {1})", ["@1", "@1", "@1"])
simple(rf"max\.{INTEGER}", "({0} > {1} ? {0} : {1})", ["@1", "@1", "@1"])
for operation, sign in (("and", "&"), ("or", "|"), ("xor", "^")):
    simple(rf"{operation}\.(b32|b64|pred)", f"{{0}} {sign} {{1}}", ["@1", "@1", "@1"])
simple(r"not\.(b32|b64)", "~{0}", ["@1", "@1"])
simple(r"not\.pred", "!{0}", ["pred", "pred"])
# Counts beyond the width shift everything out.
simple(r"shl\.(b32|b64)", "({1} >= 8 * sizeof({t}) ? ({t})0 : ({t})({0} << {1}))", ["@1", "@1", "u32"])
simple(rf"shr\.{INTEGER}", "({t})({0} >> ({1} >= 8 * sizeof({t}) ? 8 * sizeof({t}) - 1 : {1}) >> ({1} >= 8 * sizeof({t})))", ["@1", "@1", "u32"])
simple(r"popc\.(b32|b64)", "(uint32_t)__builtin_popcountll({0})", ["u32", "@1"])
simple(r"clz\.b32", "(uint32_t)({0} == 0 ? 32 : __builtin_clz({0}))", ["u32", "b32"])
simple(r"clz\.b64", "(uint32_t)({0} == 0 ? 64 : __builtin_clzll({0}))", ["u32", "b64"])
simple(r"brev\.b32", "__builtin_bitreverse32({0})", ["b32", "b32"])
simple(r"brev\.b64", "__builtin_bitreverse64({0})", ["b64", "b64"])
simple(r"selp\.(b32|b64|f32|f64)", "({2} ? {0} : {1})", ["@1", "@1", "@1", "pred"])

ORDERED = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
for name, sign in ORDERED.items():
    simple(rf"setp\.{name}\.{INTEGER}", f"{{0}} {sign} {{1}}", ["pred", "@1", "@1"])
    # Ordered comparisons are false, unordered ones true where an operand is NaN.
    simple(rf"setp\.{name}\.{FLOAT}", f"{{0}} == {{0}} && {{1}} == {{1}} && {{0}} {sign} {{1}}", ["pred", "@1", "@1"])
    simple(rf"setp\.{name}u\.{FLOAT}", f"{{0}} != {{0}} || {{1}} != {{1}} || {{0}} {sign} {{1}}", ["pred", "@1", "@1"])
for name in ("eq", "ne"):
    simple(rf"setp\.{name}\.(b32|b64)", f"{{0}} {ORDERED[name]} {{1}}", ["pred", "@1", "@1"])
simple(rf"setp\.nan\.{FLOAT}", "{0} != {0} || {1} != {1}", ["pred", "@1", "@1"])

simple(r"ex2\.approx\.f32", "__builtin_exp2f({0})", ["f32", "f32"])
simple(r"lg2\.approx\.f32", "__builtin_log2f({0})", ["f32", "f32"])
for function in ("sin", "cos", "tanh"):
    simple(rf"{function}\.approx\.f32", f"__builtin_{function}f({{0}})", ["f32", "f32"])
simple(r"rsqrt\.approx\.f32", "1 / __builtin_sqrtf({0})", ["f32", "f32"])


@form(r"mov\.(pred|[busf](?:16|32|64))", 2)
def mov(k, match, operands):
    name, (target, source) = match[1], operands
    if packed := re.fullmatch(r"\{(.*)\}", source):
        low, high = (part.strip() for part in packed[1].split(","))
        half = f"b{kind(name)[1] // 2}"
        k.write(target, name, f"({c_type(name)})({k.read(low, half)} | (uint64_t){k.read(high, half)} << {kind(name)[1] // 2})")
    elif packed := re.fullmatch(r"\{(.*)\}", target):
        half = f"b{kind(name)[1] // 2}"
        for index, part in enumerate(packed[1].split(",")):
            k.write(part.strip(), half, f"({c_type(half)})({k.read(source, name)} >> {index * kind(name)[1] // 2})")
    elif source in SPECIAL:
        if name != "u32":
            raise Refused(f"{source} is .u32")
        k.write(target, name, SPECIAL[source])
    elif source in k.symbols:
        if name not in ("u64", "b64"):
            raise Refused("addresses are .u64")
        k.write(target, name, k.symbol(source))
    else:
        k.write(target, name, k.read(source, name))


@form(r"cvt\.(?:(rn|rzi|rmi|rpi|rni)\.)?([suf](?:8|16|32|64))\.([suf](?:8|16|32|64))", 2)
def cvt(k, match, operands):
    rounding, to, source = match[1], match[2], match[3]
    (a, m), (b, n) = kind(to), kind(source)
    value = k.read(operands[1], source, relaxed=b != "f")
    if a == "f" and b == "f" and to == source:
        if rounding not in ("rzi", "rmi", "rpi", "rni"):
            raise Refused("a float becomes an integral one only by .rzi, .rmi, .rpi or .rni")
        suffix = "f" if m == 32 else ""
        value = {"rzi": "__builtin_trunc", "rmi": "__builtin_floor", "rpi": "__builtin_ceil", "rni": "__builtin_rint"}[rounding] + f"{suffix}({value})"
    elif a == "f" and b == "f":
        if (rounding == "rn") != (m < n):
            raise Refused("rounding is for smaller floats, and has to be given for them")
        value = f"({c_type(to)}){value}"
    elif a == "f":
        if rounding != "rn":
            raise Refused("an integer becomes a float with a rounding")
        value = f"({c_type(to)}){value}"
    elif b == "f":
        if rounding != "rzi":
            raise Refused("a float becomes an integer by .rzi here")
        value = f"clamp<{c_type(to)}>({value})"
    else:
        if rounding:
            raise Refused("integers are not rounded")
        value = f"({c_type(to)}){value}"
    k.write(operands[0], to, value, relaxed=a != "f")


@form(r"cvta(\.to)?\.(global|shared|local)\.u64", 2)
def cvta(k, match, operands):
    # Shared memory lies on the host where its pointers say, or where numbers say that a kernel took for them.
    value = k.read(operands[1], "u64")
    k.write(operands[0], "u64", f"shared_number({value})" if match[1] and match[2] == "shared" else value)


@form(r"ld\.param\.([usf](?:8|16|32|64))", 2)
def ld_param(k, match, operands):
    name = operands[1][1:-1]
    declared = dict((parameter, type_name) for type_name, parameter in k.parameters)
    if name not in declared or kind(declared[name])[1] != kind(match[1])[1]:
        raise Refused(f"{operands[1]} is no parameter of .{match[1]}")
    k.write(operands[0], match[1], f"load<{c_type(match[1])}>((uint64_t)&{name})", relaxed=True)


@form(r"ld\.(global|shared|local)(?:\.v([24]))?\.([busf](?:8|16|32|64))", 2)
def ld(k, match, operands):
    space, count, name = match[1], int(match[2] or 1), match[3]
    targets = vector(operands[0], count)
    bytes_each = kind(name)[1] // 8
    address = place(k, operands[1], space)
    if count * bytes_each > 16:
        raise Refused("no access is wider than 16 bytes")
    # All are read before one is written: the address may be in one of the registers.
    k.lines.append(f"{{ uint64_t at = aligned<{count * bytes_each}>({address});")
    values = [f"{c_type(name)} part{index} = load<{c_type(name)}>(at + {index * bytes_each});" for index in range(count)]
    k.lines.extend(values)
    for index, target in enumerate(targets):
        k.write(target, name, f"part{index}", relaxed=True)
    k.lines.append("}")


@form(r"st\.(global|shared|local)(?:\.v([24]))?\.([busf](?:8|16|32|64))", 2)
def st(k, match, operands):
    space, count, name = match[1], int(match[2] or 1), match[3]
    bytes_each = kind(name)[1] // 8
    if count * bytes_each > 16:
        raise Refused("no access is wider than 16 bytes")
    k.lines.append(f"{{ uint64_t at = aligned<{count * bytes_each}>({place(k, operands[0], space)});")
    for index, source in enumerate(vector(operands[1], count)):
        k.lines.append(f"store<{c_type(name)}>(at + {index * bytes_each}, {k.read(source, name, relaxed=True)});")
    k.lines.append("}")


def place(k, text, space):
    address = k.address(text, space)
    return f"shared_place({address})" if space == "shared" else address


def vector(text, count):
    packed = re.fullmatch(r"\{(.*)\}", text)
    parts = [part.strip() for part in packed[1].split(",")] if packed else [text]
    if bool(packed) != (count > 1) or len(parts) != count:
        raise Refused(f"{text} is no vector of {count}")
    return parts


ATOMICS = {"exch": ("b32 b64", "{1}"), "and": ("b32 b64", "{0} & {1}"), "or": ("b32 b64", "{0} | {1}"), "xor": ("b32 b64", "{0} ^ {1}"),
           "add": ("u32 s32 u64 f32 f64", "{0} + {1}"), "min": ("u32 s32 u64 s64", "{1} < {0} ? {1} : {0}"),
           "max": ("u32 s32 u64 s64", "{1} > {0} ? {1} : {0}")}


@form(r"atom\.(global|shared)\.(exch|and|or|xor|add|min|max)\.([busf](?:32|64))", 3)
def atom(k, match, operands):
    space, operation, name = match.groups()
    types, template = ATOMICS[operation]
    if name not in types.split():
        raise Refused(f"no atom.{operation}.{name}")
    c = c_type(name)
    combined = template.format("old", "value")
    k.lines.append(f"{{ uint64_t at = aligned<sizeof({c})>({place(k, operands[1], space)}); {c} old = load<{c}>(at), value = {k.read(operands[2], name)};")
    k.lines.append(f"store<{c}>(at, ({c})({combined}));")
    k.write(operands[0], name, "old")
    k.lines.append("}")


@form(r"atom\.(global|shared)\.cas\.(b32|b64)", 4)
def atom_cas(k, match, operands):
    c = c_type(match[2])
    k.lines.append(f"{{ uint64_t at = aligned<sizeof({c})>({place(k, operands[1], match[1])}); {c} old = load<{c}>(at);")
    k.lines.append(f"if (old == {k.read(operands[2], match[2])}) store<{c}>(at, {k.read(operands[3], match[2])});")
    k.write(operands[0], match[2], "old")
    k.lines.append("}")


@form(r"bar\.sync", 1)
def bar_sync(k, match, operands):
    whole(operands[0], "0")
    k.waits = True
    k.lines.append("__syncthreads();")


@form(r"bar\.red\.popc\.u32", 3)
def bar_red(k, match, operands):
    whole(operands[1], "0")
    k.waits = True
    k.write(operands[0], "u32", f"(uint32_t)__syncthreads_count({k.read(operands[2], 'pred')})")


@form(r"bar\.warp\.sync", 1)
def bar_warp(k, match, operands):
    whole(operands[0], "-1")
    k.waits = True
    k.lines.append("__syncwarp();")


def whole(text, wanted):
    if text != wanted:
        raise Refused(f"{text} where only {wanted} is known")


@form(r"membar\.(cta|gl|sys)", 0)
def membar(k, match, operands):
    pass


@form(r"shfl\.sync\.(idx|up|down|bfly)\.b32", 5)
def shfl(k, match, operands):
    whole(operands[4], "-1")
    k.waits = True
    value, b, c = k.read(operands[1], "b32"), k.read(operands[2], "b32"), k.read(operands[3], "b32")
    k.write(operands[0], "b32", f"shuffle({value}, '{match[1][0]}', {b}, {c})")


@form(r"bra", 1)
def bra(k, match, operands):
    k.jumps.add(operands[0])
    k.lines.append(f"goto {c_label(operands[0])};")


@form(r"ret", 0)
def ret(k, match, operands):
    k.lines.append("return;")


def c_label(label):
    return "label_" + label.replace("$", "_")
