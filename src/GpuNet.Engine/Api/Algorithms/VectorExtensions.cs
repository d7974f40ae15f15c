using System.Numerics;

namespace ILGPU.Algorithms;

// The components of a vector are added atomically one by one, not the vector as a whole.
public static class VectorExtensions
{
    public static readonly int Vector2XOffset = 0 * sizeof(float);
    public static readonly int Vector2YOffset = 1 * sizeof(float);
    public static readonly int Vector3XOffset = 0 * sizeof(float);
    public static readonly int Vector3YOffset = 1 * sizeof(float);
    public static readonly int Vector3ZOffset = 2 * sizeof(float);
    public static readonly int Vector4XOffset = 0 * sizeof(float);
    public static readonly int Vector4YOffset = 1 * sizeof(float);
    public static readonly int Vector4ZOffset = 2 * sizeof(float);
    public static readonly int Vector4WOffset = 3 * sizeof(float);

    public static void AtomicAdd(this VariableView<Vector2> target, Vector2 operand)
    {
        Atomic.Add(ref target.SubView<float>(Vector2XOffset).Value, operand.X);
        Atomic.Add(ref target.SubView<float>(Vector2YOffset).Value, operand.Y);
    }

    public static void AtomicAdd(this VariableView<Vector3> target, Vector3 operand)
    {
        Atomic.Add(ref target.SubView<float>(Vector3XOffset).Value, operand.X);
        Atomic.Add(ref target.SubView<float>(Vector3YOffset).Value, operand.Y);
        Atomic.Add(ref target.SubView<float>(Vector3ZOffset).Value, operand.Z);
    }

    public static void AtomicAdd(this VariableView<Vector4> target, Vector4 operand)
    {
        Atomic.Add(ref target.SubView<float>(Vector4XOffset).Value, operand.X);
        Atomic.Add(ref target.SubView<float>(Vector4YOffset).Value, operand.Y);
        Atomic.Add(ref target.SubView<float>(Vector4ZOffset).Value, operand.Z);
        Atomic.Add(ref target.SubView<float>(Vector4WOffset).Value, operand.W);
    }

    // The fields are set one by one: a constructor of System.Numerics is no kernel code.
    public static Vector2 ToVector(this Index2D index)
    {
        Vector2 vector = default;
        vector.X = index.X;
        vector.Y = index.Y;
        return vector;
    }

    public static Vector3 ToVector(this Index3D index)
    {
        Vector3 vector = default;
        vector.X = index.X;
        vector.Y = index.Y;
        vector.Z = index.Z;
        return vector;
    }

    public static Index2D ToIndex(this Vector2 vector) => new((int)vector.X, (int)vector.Y);

    public static Index3D ToIndex(this Vector3 vector) => new((int)vector.X, (int)vector.Y, (int)vector.Z);
}
