using System.Globalization;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Ptx;

/// <summary>Addresses, loads, stores and atomics.</summary>
internal sealed class PtxMemory(PtxText text, SharedLayout? placed)
{
    public const string DynamicShared = "dynamic_shared";

    // Sums of pointer and index in the current block, without displacement.
    private readonly Dictionary<(Value Pointer, Value Index, int Scale), string> sums = [];
    private readonly List<string> declarations = [];

    public IEnumerable<string> Declarations => declarations;

    public void StartBlock() => sums.Clear();

    public void Load(Instruction load)
    {
        string suffix = Space(load[0]), place = Place(load[0]);
        if (load.Type == IRType.Int1)
        {
            string wide = text.New("%r");
            text.Add($"ld.{suffix}.u8 {wide}, {place}");
            text.Add($"setp.ne.s32 {text[load]}, {wide}, 0");
            return;
        }
        text.Add($"ld.{suffix}.{Accessed(load.Type, isLoad: true)} {text[load]}, {place}");
    }

    public void Store(Instruction store)
    {
        string value;
        if (store[1].Type == IRType.Int1)
        {
            value = text.New("%r");
            text.Add($"selp.b32 {value}, 1, 0, {text.Register(store[1])}");
        }
        else
        {
            value = text.Register(store[1]);
        }
        text.Add($"st.{Space(store[0])}.{Accessed(store[1].Type, isLoad: false)} {Place(store[0])}, {value}");
    }

    /// <summary>Several neighbours at once.</summary>
    public void Access(VectorAccess access)
    {
        string form = $"{Space(access.Place)}.v{access.Members.Count}.{Accessed(access.Element, access.IsLoad)}";
        if (access.IsLoad)
            text.Add($"ld.{form} {{{string.Join(", ", access.Members.Select(load => text[load]))}}}, {Place(access.Place)}");
        else
            text.Add($"st.{form} {Place(access.Place)}, {{{string.Join(", ", access.Members.Select(store => text.Register(store[1])).ToList())}}}");
    }

    public void Offset(Instruction offset)
    {
        var (register, displacement) = Address(offset);
        if (displacement == 0)
            text.Add($"mov.b64 {text[offset]}, {register}");
        else
            text.Add($"add.s64 {text[offset]}, {register}, {displacement}");
    }

    /// <summary>Private memory, which the program finds zeroed.</summary>
    public void Allocate(Instruction array)
    {
        string name = $"local{declarations.Count}";
        int alignment = Math.Max(array.Alignment, 8);
        long bytes = (array.Size + 7) / 8 * 8;
        declarations.Add($".local .align {alignment} .b8 {name}[{bytes}];");
        text.Add($"mov.u64 {text[array]}, {name}");
        string zero = text.New("%rd"), place = text.New("%rd"), count = text.New("%r"), more = text.New("%p"), loop = text.NewLabel();
        text.Add($"mov.b64 {zero}, 0");
        text.Add($"mov.b64 {place}, {text[array]}");
        text.Add($"mov.b32 {count}, 0");
        text.Place(loop);
        text.Add($"st.local.u64 [{place}], {zero}");
        text.Add($"add.s64 {place}, {place}, 8");
        text.Add($"add.s32 {count}, {count}, 8");
        text.Add($"setp.lt.s32 {more}, {count}, {bytes}");
        text.Add($"@{more} bra {loop}");
    }

    public void AllocateShared(Instruction array)
    {
        if (placed is not null)
        {
            SharedAt(text[array], placed[array]);
            return;
        }
        string name = DeclareShared(array.Size, PointerAlignment.AlignmentOf(array));
        text.Add($"mov.u64 {text[array]}, {name}");
    }

    public string DeclareShared(long bytes, int alignment)
    {
        string name = $"shared{declarations.Count}";
        declarations.Add($".shared .align {alignment} .b8 {name}[{bytes}];");
        return name;
    }

    /// <summary>The launch's own shared memory, behind static arrays that had to be placed there.</summary>
    public void Dynamic(Instruction start) => SharedAt(text[start], placed?.Bytes ?? 0);

    public void Atomic(Instruction atomic)
    {
        var type = atomic.Type;
        bool is64 = type.Size == 8;
        var kind = atomic.AtomicKind;
        if (type.IsFloat && kind is AtomicKind.Min or AtomicKind.Max)
        {
            FloatExtremum(atomic);
            return;
        }
        string operation = kind switch
        {
            AtomicKind.Exchange => "exch.b",
            AtomicKind.And or AtomicKind.Or or AtomicKind.Xor => kind.ToString().ToLowerInvariant() + ".b",
            AtomicKind.MinU => "min.u",
            AtomicKind.MaxU => "max.u",
            AtomicKind.Add => type.IsFloat ? "add.f" : "add.u",
            _ => kind.ToString().ToLowerInvariant() + ".s",
        };
        // Exchanges take bits, whatever they mean.
        bool movesBits = type.IsFloat && kind == AtomicKind.Exchange;
        string old = movesBits ? text.New(is64 ? "%rd" : "%r") : text[atomic];
        string value = movesBits ? BitsOf(atomic[1]) : text.Register(atomic[1]);
        text.Add($"atom.{Space(atomic[0])}.{operation}{type.Size * 8} {old}, {Place(atomic[0])}, {value}");
        if (movesBits)
            text.Add($"mov.b{type.Size * 8} {text[atomic]}, {old}");
    }

    public void CompareExchange(Instruction atomic)
    {
        int bits = atomic.Type.Size * 8;
        string old = atomic.Type.IsFloat ? text.New(bits == 64 ? "%rd" : "%r") : text[atomic];
        text.Add($"atom.{Space(atomic[0])}.cas.b{bits} {old}, {Place(atomic[0])}, {BitsOf(atomic[1])}, {BitsOf(atomic[2])}");
        if (atomic.Type.IsFloat)
            text.Add($"mov.b{bits} {text[atomic]}, {old}");
    }

    /// <summary>A float's bits in an integer register; integers as they are.</summary>
    public string BitsOf(Value value)
    {
        string register = text.Register(value);
        if (!value.Type.IsFloat)
            return register;
        string bits = text.New(value.Type.Size == 8 ? "%rd" : "%r");
        text.Add($"mov.b{value.Type.Size * 8} {bits}, {register}");
        return bits;
    }

    // There is none: the place is read, and written if it still holds what was read.
    private void FloatExtremum(Instruction atomic)
    {
        var type = atomic.Type;
        int bits = type.Size * 8;
        string integer = bits == 64 ? "%rd" : "%r";
        string expected = text.New(integer), combined = text.New(integer), found = text.New(integer), result = text.New(type), differs = text.New("%p");
        string place = Place(atomic[0]), space = Space(atomic[0]), loop = text.NewLabel(), value = text.Register(atomic[1]);
        text.Add($"atom.{space}.cas.b{bits} {expected}, {place}, 0, 0");
        text.Place(loop);
        text.Add($"mov.b{bits} {text[atomic]}, {expected}");
        PtxArithmetic.Extremum(text, type, atomic.AtomicKind == AtomicKind.Min, result, text[atomic], value);
        text.Add($"mov.b{bits} {combined}, {result}");
        text.Add($"atom.{space}.cas.b{bits} {found}, {place}, {expected}, {combined}");
        text.Add($"setp.ne.s{bits} {differs}, {found}, {expected}");
        text.Add($"mov.b{bits} {expected}, {found}");
        text.Add($"@{differs} bra {loop}");
    }

    private static string Space(Value pointer) => pointer.Type.Space switch
    {
        AddressSpace.Global => "global",
        AddressSpace.Shared => "shared",
        AddressSpace.Private => "local",
        _ => throw new InvalidOperationException($"PTX has no {pointer.Type.Space} address space."),
    };

    /// <summary>A pointer in brackets.</summary>
    public string Place(Value pointer)
    {
        if (!PtxUses.IsFolded(pointer))
            return $"[{text.Register(pointer)}]";
        var (register, displacement) = Address((Instruction)pointer);
        // An address is a register plus a constant, whose sign is its own: +-4.
        return displacement == 0 ? $"[{register}]" : $"[{register}+{displacement}]";
    }

    private (string Register, long Displacement) Address(Instruction offset)
    {
        string pointer = text.Register(offset[0]);
        long displacement = offset.Displacement;
        string sum = pointer;
        if (offset[1] is Constant constant)
            displacement += constant.Bits * offset.Scale;
        else
            sum = Sum(offset, pointer);
        if (displacement == (int)displacement)
            return (sum, displacement);
        string far = text.New("%rd");
        text.Add($"add.s64 {far}, {sum}, {displacement.ToString(CultureInfo.InvariantCulture)}");
        return (far, 0);
    }

    private string Sum(Instruction offset, string pointer)
    {
        var key = (offset[0], offset[1], offset.Scale);
        if (sums.TryGetValue(key, out string? known))
            return known;
        string index = text.Register(offset[1]), scaled = index;
        if (offset.Scale != 1)
        {
            scaled = text.New("%rd");
            text.Add(int.IsPow2(offset.Scale)
                ? $"shl.b64 {scaled}, {index}, {int.Log2(offset.Scale)}"
                : $"mul.lo.s64 {scaled}, {index}, {offset.Scale}");
        }
        string sum = text.New("%rd");
        text.Add($"add.s64 {sum}, {pointer}, {scaled}");
        return sums[key] = sum;
    }

    private void SharedAt(string register, long bytes)
    {
        text.Add($"mov.u64 {register}, {DynamicShared}");
        if (bytes > 0)
            text.Add($"add.s64 {register}, {register}, {bytes}");
    }

    /// <summary>The type of an access: narrow integers are extended by loads, and cut by stores.</summary>
    private static string Accessed(IRType type, bool isLoad) => type.Kind switch
    {
        ScalarKind.Float32 => "f32",
        ScalarKind.Float64 => "f64",
        ScalarKind.Int8 or ScalarKind.Int16 => $"{(isLoad ? 's' : 'u')}{type.Size * 8}",
        _ => $"u{type.Size * 8}",
    };
}
