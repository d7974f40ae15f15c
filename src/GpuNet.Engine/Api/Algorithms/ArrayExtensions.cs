namespace ILGPU.Algorithms;

public static class ArrayExtensions
{
    public static Index1D GetExtent<T>(this T[] array) => new(array.Length);

    public static Index2D GetExtent<T>(this T[,] array) => new(array.GetLength(0), array.GetLength(1));

    public static Index3D GetExtent<T>(this T[,,] array) =>
        new(array.GetLength(0), array.GetLength(1), array.GetLength(2));

    public static T? GetValue<T>(this T[] array, Index1D index) => array[index.X];

    public static T? GetValue<T>(this T[,] array, Index2D index) => array[index.X, index.Y];

    public static T? GetValue<T>(this T[,,] array, Index3D index) => array[index.X, index.Y, index.Z];

    public static void SetValue<T>(this T[] array, T? value, Index1D index) => array[index.X] = value!;

    public static void SetValue<T>(this T[,] array, T? value, Index2D index) => array[index.X, index.Y] = value!;

    public static void SetValue<T>(this T[,,] array, T? value, Index3D index) =>
        array[index.X, index.Y, index.Z] = value!;
}
