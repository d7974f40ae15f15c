"""PTX for the host: types, registers and operands, by the ISA manual. See ptx.py."""
import re


class Refused(Exception):
    pass


# ---- Types: a fundamental type of PTX is a kind and a size in bits ----------------------------------------------------

TYPE = re.compile(r"^(pred|[busf])(8|16|32|64)?$")
C_TYPES = {("b", 8): "uint8_t", ("u", 8): "uint8_t", ("s", 8): "int8_t", ("b", 16): "uint16_t", ("u", 16): "uint16_t", ("s", 16): "int16_t",
           ("b", 32): "uint32_t", ("u", 32): "uint32_t", ("s", 32): "int32_t", ("b", 64): "uint64_t", ("u", 64): "uint64_t",
           ("s", 64): "int64_t", ("f", 32): "float", ("f", 64): "double"}


def kind(type_name):
    match = TYPE.match(type_name)
    if not match:
        raise Refused(f"no type .{type_name}")
    return (match[1], int(match[2] or 1))


def c_type(type_name):
    return "bool" if type_name == "pred" else C_TYPES[kind(type_name)]


def compatible(declared, wanted):
    """Operand Type Checking: sizes agree, and untyped bits agree with everything, integers with integers."""
    if declared == wanted:
        return True
    if "pred" in (declared, wanted):
        return False
    (a, m), (b, n) = kind(declared), kind(wanted)
    return m == n and (a == b or "b" in (a, b) or {a, b} == {"s", "u"})


def widens(declared, wanted):
    """Relaxed Type Checking, for ld, st and cvt: the register may be wider than an integer type."""
    if compatible(declared, wanted):
        return True
    (a, m), (b, n) = kind(declared), kind(wanted)
    return a in "bsu" and b in "bsu" and m > n


# ---- Operands -----------------------------------------------------------------------------------------------------------

SPECIAL = {f"%{name}.{axis}": f"{c}.{axis}" for name, c in
           (("tid", "threadIdx"), ("ntid", "blockDim"), ("ctaid", "blockIdx"), ("nctaid", "gridDim")) for axis in "xyz"}
SPECIAL["%laneid"] = "(unsigned)(fake_item() & 31)"


def c_name(register):
    """Registers that inline PTX declares have names without a percent sign."""
    return "reg_" + register.lstrip("%")


class Kernel:
    def __init__(self, name):
        self.name, self.parameters, self.registers, self.symbols = name, [], {}, {}
        self.labels, self.jumps, self.lines, self.waits, self.most_items, self.forms = set(), set(), [], False, 1024, set()

    def register(self, name, wanted, relaxed=False):
        if name not in self.registers:
            raise Refused(f"register {name} is not declared")
        declared = self.registers[name]
        if not (widens if relaxed else compatible)(declared, wanted):
            raise Refused(f"{name} is .{declared}, the instruction takes .{wanted}")
        return c_name(name)

    def read(self, text, wanted, relaxed=False):
        """The C value, of exactly the wanted type, of a register or a constant."""
        if text.startswith("%") or text in self.registers:
            name = self.register(text, wanted, relaxed)
            return name if wanted == "pred" else f"as<{c_type(wanted)}>({name})"
        if wanted == "pred":
            if text not in ("0", "1", "-1"):
                raise Refused(f"{text} is no predicate")
            return "true" if text != "0" else "false"
        if match := re.fullmatch(r"0f([0-9A-F]{8})", text):
            if wanted not in ("f32", "b32"):
                raise Refused(f"{text} for a .{wanted}")
            return f"bits<{c_type(wanted)}>(0x{match[1]}u)"
        if match := re.fullmatch(r"0d([0-9A-F]{16})", text):
            if wanted not in ("f64", "b64"):
                raise Refused(f"{text} for a .{wanted}")
            return f"bits<{c_type(wanted)}>(0x{match[1]}ull)"
        if re.fullmatch(r"-?\d+", text):
            letter, size = kind(wanted)
            if letter == "f" or not -(1 << (size - 1)) <= int(text) < 1 << size:
                raise Refused(f"{text} for a .{wanted}")
            return f"({c_type(wanted)}){int(text) % (1 << 64)}ull"
        raise Refused(f"no operand: {text}")

    def write(self, text, wanted, value, relaxed=False):
        """Assigns a C value of the wanted type. A wider register gets it extended by its sign, or by zeros."""
        name = self.register(text, wanted, relaxed)
        if wanted == "pred":
            self.lines.append(f"{name} = {value};")
        else:
            self.lines.append(f"{name} = put<{c_type(self.registers[text])}, {c_type(wanted)}>({value});")

    def address(self, text, space):
        match = re.fullmatch(r"\[([%$\w.]+)(?:\+(-?\d+))?\]", text)
        if not match:
            raise Refused(f"no address: {text}")
        base = match[1]
        # "Addresses are zero-extended to the specified width as needed": those of shared memory fit into 32 bits.
        width = "u32" if space == "shared" and kind(self.registers.get(base, "b64"))[1] == 32 else "u64"
        start = f"(uint64_t){self.read(base, width)}" if base.startswith("%") else self.symbol(base, space)
        offset = int(match[2] or 0)
        return f"({start} + (uint64_t){offset}ll)"

    def symbol(self, name, space=None):
        if name not in self.symbols or (space and self.symbols[name] != space):
            raise Refused(f"{name} is not declared in .{space}")
        return f"(uint64_t){name}"
