using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

// Several neighbours in memory at once.
internal sealed partial class ExpressionBuilder
{
    public string VectorName(ScalarKind kind, int count) => dialect.VectorName(kind, count);

    /// <summary>What a vector's variable is set to.</summary>
    public string VectorLoad(VectorAccess access) => dialect.VectorLoad(access.Element.Kind, access.Members.Count, PlaceOf(access));

    /// <summary>The statement that writes a vector.</summary>
    public string VectorStore(VectorAccess access)
    {
        if (packs.StoredBy(access) is { } stored)
            return dialect.VectorStore(access.Element.Kind, access.Members.Count, PlaceOf(access), Vector(stored));
        // Braces take exactly the type, and C computes in int what is narrower.
        var type = new CType(access.Element);
        var values = access.Members.Select(store => Cast(As(type, store[1]), type, force: type.IsNarrow).Text);
        return dialect.VectorStore(access.Element.Kind, access.Members.Count, PlaceOf(access), string.Join(", ", values));
    }

    /// <summary>One scalar of a vector that was read.</summary>
    private CExpression Part(VectorAccess access, Instruction load)
    {
        int index = access.Members.ToList().IndexOf(load);
        return new($"{names[access.Loaded!]}.{dialect.VectorPart(index)}", Precedence.Postfix, new CType(load.Type));
    }

    /// <summary>A pointer to the first scalar.</summary>
    private CExpression PlaceOf(VectorAccess access)
    {
        var kind = access.Element.Kind;
        var (place, size) = (access.Place, access.Element.Size);
        if (place.Scale % size != 0 || place.Displacement % size != 0)
            return Cast(Offset(place), CType.PointerTo(kind, place.Type.Space));
        var start = PointerTo(kind, place[0]);
        long displacement = place.Displacement / size;
        string index = place[1] is Constant constant ? $"{constant.Bits * place.Scale / size + displacement}"
            : $"{Signed(place[1]).At(Precedence.Multiplicative)} * {place.Scale / size}" + (displacement == 0 ? "" : $" + {displacement}");
        return new($"{start.At(Precedence.Additive)} + {index}", Precedence.Additive, start.Type);
    }
}
