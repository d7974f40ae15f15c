#!/usr/bin/env python3
"""Translates PTX to C++ for the host, for the fake CUDA driver; or, with --check, only checks it.

Written from the PTX ISA manual, not from any compiler: it knows the instruction forms of that subset of the language that
the table below lists, and refuses everything else: unknown forms, operands of another register class or size than the form
takes, registers and symbols that are not declared, labels that are not there. Registers start with garbage.

  ptx.py kernel.ptx > kernel.cpp        the C++ needs host_builtins.h and host_registers.h in front
  ptx.py --check many.ptx               kernels one after another; prints the instruction forms, one a line
"""
import re
import sys

import ptx_matrix_forms  # adds its forms to the others
from ptx_forms import FORMS, KNOWN, c_label
from ptx_operands import Kernel, Refused, c_name, c_type, kind

# ---- The text --------------------------------------------------------------------------------------------------------------

def operands_of(text):
    """Parts at commas that are not in braces or brackets."""
    parts, depth, start = [], 0, 0
    for index, letter in enumerate(text):
        depth += letter in "{["
        depth -= letter in "}]"
        if letter == "," and depth == 0:
            parts.append(text[start:index].strip())
            start = index + 1
    return parts + [text[start:].strip()] if text.strip() else []


def instruction(k, text):
    guard = ""
    if match := re.match(r"@(!?)(%\w+)\s+", text):
        guard = f"if ({match[1]}{k.read(match[2], 'pred')}) "
        text = text[match.end():]
    opcode, _, rest = text.partition(" ")
    operands = operands_of(rest)
    key = (opcode, len(operands))
    if key not in KNOWN:
        KNOWN[key] = next(((match, handler) for expression, count, handler in FORMS
                           if count == len(operands) and (match := expression.match(opcode))), None)
    if KNOWN[key] is None:
        raise Refused("no such instruction")
    match, handler = KNOWN[key]
    k.forms.add(opcode)
    if guard:
        k.lines.append(guard + "{")
    handler(k, match, operands)
    if guard:
        k.lines.append("}")


def declare(k, register, type_name):
    kind(type_name)
    if register in k.registers or register in k.symbols:
        raise Refused("declared twice")
    k.registers[register] = type_name


def declaration(k, text):
    if match := re.fullmatch(r"\.reg \.(\w+) ([a-z]+)", text):
        declare(k, match[2], match[1])
    elif match := re.fullmatch(r"\.reg \.(\w+) (%\w+?|[a-z]+)<(\d+)>", text):
        type_name, prefix, count = match[1], match[2], int(match[3])
        for index in range(count):
            declare(k, f"{prefix}{index}", type_name)
    elif match := re.fullmatch(r"\.(shared|local) \.align (\d+) \.b8 (\w+)\[(\d+)\]", text):
        space, alignment, name, size = match[1], int(match[2]), match[3], int(match[4])
        if alignment & (alignment - 1) or not 0 < size:
            raise Refused("no such array")
        if name in k.symbols:
            raise Refused("declared twice")
        k.symbols[name] = space
        k.lines.append(f"{'__shared__ ' if space == 'shared' else ''}__align__({alignment}) unsigned char {name}[{size}];")
        if space == "local":
            k.lines.append(f"memset({name}, 0xCD, {size});")
    else:
        raise Refused("no such declaration")


ENTRY = re.compile(r"\.visible \.entry (\w+)\(\n(.*?)\)\n((?:\.[^{]*\n)*)\{\n(.*?)\n\}", re.S)


def module(text):
    """The kernel of a module."""
    text = re.sub(r"//[^\n]*", "", text)
    target = re.match(r"\s*\.version (7\.0\n\.target sm_80|8\.0\n\.target sm_90a)\n\.address_size 64\n", text)
    if not target:
        raise Refused("a module begins with .version, .target and .address_size")
    entry = ENTRY.search(text)
    if not entry:
        raise Refused("no kernel")
    k = Kernel(entry[1])
    k.is_hopper = target[1].endswith("sm_90a")
    for line in text[:entry.start()].splitlines()[4:]:
        if line.strip() == ".extern .shared .align 16 .b8 dynamic_shared[];":
            k.symbols["dynamic_shared"] = "shared"
        elif line.strip() and not re.match(r"\.(version|target|address_size)", line):
            raise Refused(f"no such directive: {line}")
    for parameter in filter(None, (part.strip() for part in entry[2].split(","))):
        match = re.fullmatch(r"\.param \.(\w+) (\w+)", parameter)
        if not match or match[1] not in ("u8", "u16", "u32", "u64", "f32", "f64"):
            raise Refused(f"no parameter: {parameter}")
        k.parameters.append((match[1], match[2]))
    for line in entry[3].splitlines():
        if match := re.fullmatch(r"\.maxntid (\d+), 1, 1", line):
            k.most_items = int(match[1])
        elif not re.fullmatch(r"\.minnctapersm \d+", line):
            raise Refused(f"no such directive: {line}")
    for line in entry[4].splitlines():
        line = line.strip()
        try:
            if match := re.fullmatch(r"(\$\w+):", line):
                if match[1] in k.labels:
                    raise Refused("a label twice")
                k.labels.add(match[1])
                k.lines.append(c_label(match[1]) + ":;")
            elif not line.endswith(";"):
                raise Refused("no end of an instruction")
            elif line.startswith("."):
                declaration(k, line[:-1])
            else:
                instruction(k, line[:-1])
        except Refused as refusal:
            raise Refused(f"{k.name}: {line}  <- {refusal}") from None
    if k.jumps - k.labels:
        raise Refused(f"{k.name}: no label {k.jumps - k.labels}")
    if not re.search(r"\b(ret|bra \S+);\s*$", entry[4]):
        raise Refused(f"{k.name}: the end of the kernel is reached")
    return k


def translate(k):
    parameters = ", ".join(f"{c_type(type_name)} {name}" for type_name, name in k.parameters)
    lines = [f"static void {k.name}({parameters})", "{"]
    # Declarations stand before all jumps; registers hold garbage at first.
    for name, type_name in k.registers.items():
        garbage = "true" if type_name == "pred" else f"bits<{c_type(type_name)}>(({c_type(type_name).replace('float', 'uint32_t').replace('double', 'uint64_t')})0xCDCDCDCDCDCDCDCDull)"
        lines.append(f"{c_type(type_name)} {c_name(name)} = {garbage};")
    lines += k.lines + ["}"]
    count, sizes = len(k.parameters), "".join(f"(int)sizeof({c_type(type_name)}), " for type_name, _ in k.parameters)
    arguments = ", ".join(f"*({c_type(type_name)}*)a[{index}]" for index, (type_name, _) in enumerate(k.parameters))
    lines.append(f'extern "C" {{ extern const int fake_argument_count = {count}, fake_waits = {int(k.waits)}, fake_most_items = {k.most_items};')
    lines.append(f"extern const int fake_argument_bytes[] = {{ {sizes}0 }};")
    lines.append(f'extern const char fake_entry_point[] = "{k.name}";\nvoid fake_call(void** a) {{ {k.name}({arguments}); }} }}')
    return "\n".join(lines) + "\n"


def main():
    checks = sys.argv[1] == "--check"
    text = open(sys.argv[-1], encoding="utf-8").read()
    try:
        if not checks:
            sys.stdout.write(translate(module(text)))
            return 0
        forms = set()
        for part in re.split(r"(?m)^(?=\.version)", text)[1:]:
            forms |= module(part).forms
        print("\n".join(sorted(forms)))
        return 0
    except Refused as refusal:
        print(f"PTX refused: {refusal}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
