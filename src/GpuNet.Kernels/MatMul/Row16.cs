using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Sixteen adjacent elements of a row, in registers: what a vectorizing compiler packs into one or two vectors.
/// </summary>
/// <remarks>Elements are reached from a sub-view, by constants: then a compiler sees that they are adjacent.</remarks>
/// <typeparam name="T">The number type.</typeparam>
internal struct Row16<T> where T : unmanaged, INumber<T>
{
    internal T C0, C1, C2, C3;
    internal T C4, C5, C6, C7;
    internal T C8, C9, C10, C11;
    internal T C12, C13, C14, C15;

    /// <summary>Sixteen elements of a view from an offset.</summary>
    internal static Row16<T> Load(ArrayView<T> source, int offset)
    {
        var line = source.SubView(offset, 16);
        Row16<T> row;
        row.C0 = line[0];
        row.C1 = line[1];
        row.C2 = line[2];
        row.C3 = line[3];
        row.C4 = line[4];
        row.C5 = line[5];
        row.C6 = line[6];
        row.C7 = line[7];
        row.C8 = line[8];
        row.C9 = line[9];
        row.C10 = line[10];
        row.C11 = line[11];
        row.C12 = line[12];
        row.C13 = line[13];
        row.C14 = line[14];
        row.C15 = line[15];
        return row;
    }

    /// <summary>Adds a number times a row, each element fused.</summary>
    internal void Add<TMath>(T a, Row16<T> b)
        where TMath : unmanaged, IScalarMath<T>
    {
        C0 = TMath.Fma(a, b.C0, C0);
        C1 = TMath.Fma(a, b.C1, C1);
        C2 = TMath.Fma(a, b.C2, C2);
        C3 = TMath.Fma(a, b.C3, C3);
        C4 = TMath.Fma(a, b.C4, C4);
        C5 = TMath.Fma(a, b.C5, C5);
        C6 = TMath.Fma(a, b.C6, C6);
        C7 = TMath.Fma(a, b.C7, C7);
        C8 = TMath.Fma(a, b.C8, C8);
        C9 = TMath.Fma(a, b.C9, C9);
        C10 = TMath.Fma(a, b.C10, C10);
        C11 = TMath.Fma(a, b.C11, C11);
        C12 = TMath.Fma(a, b.C12, C12);
        C13 = TMath.Fma(a, b.C13, C13);
        C14 = TMath.Fma(a, b.C14, C14);
        C15 = TMath.Fma(a, b.C15, C15);
    }

    /// <summary>Stores the elements as they are.</summary>
    internal readonly void Save(ArrayView<T> target, int offset)
    {
        var line = target.SubView(offset, 16);
        line[0] = C0;
        line[1] = C1;
        line[2] = C2;
        line[3] = C3;
        line[4] = C4;
        line[5] = C5;
        line[6] = C6;
        line[7] = C7;
        line[8] = C8;
        line[9] = C9;
        line[10] = C10;
        line[11] = C11;
        line[12] = C12;
        line[13] = C13;
        line[14] = C14;
        line[15] = C15;
    }

    /// <summary>Stores the sums through an epilogue that is not random: all are computed first, so that they stay neighbours.</summary>
    internal readonly void Store<TEpilogue, TMath>(
        ArrayView<T> c, EpilogueOperands<T> operands, TEpilogue epilogue, int column, int offset)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<T>
    {
        Row16<T> results;
        results.C0 = epilogue.Apply<T, TMath>(C0, operands, 0, column, offset);
        results.C1 = epilogue.Apply<T, TMath>(C1, operands, 0, column + 1, offset + 1);
        results.C2 = epilogue.Apply<T, TMath>(C2, operands, 0, column + 2, offset + 2);
        results.C3 = epilogue.Apply<T, TMath>(C3, operands, 0, column + 3, offset + 3);
        results.C4 = epilogue.Apply<T, TMath>(C4, operands, 0, column + 4, offset + 4);
        results.C5 = epilogue.Apply<T, TMath>(C5, operands, 0, column + 5, offset + 5);
        results.C6 = epilogue.Apply<T, TMath>(C6, operands, 0, column + 6, offset + 6);
        results.C7 = epilogue.Apply<T, TMath>(C7, operands, 0, column + 7, offset + 7);
        results.C8 = epilogue.Apply<T, TMath>(C8, operands, 0, column + 8, offset + 8);
        results.C9 = epilogue.Apply<T, TMath>(C9, operands, 0, column + 9, offset + 9);
        results.C10 = epilogue.Apply<T, TMath>(C10, operands, 0, column + 10, offset + 10);
        results.C11 = epilogue.Apply<T, TMath>(C11, operands, 0, column + 11, offset + 11);
        results.C12 = epilogue.Apply<T, TMath>(C12, operands, 0, column + 12, offset + 12);
        results.C13 = epilogue.Apply<T, TMath>(C13, operands, 0, column + 13, offset + 13);
        results.C14 = epilogue.Apply<T, TMath>(C14, operands, 0, column + 14, offset + 14);
        results.C15 = epilogue.Apply<T, TMath>(C15, operands, 0, column + 15, offset + 15);
        results.Save(c, offset);
    }
}
