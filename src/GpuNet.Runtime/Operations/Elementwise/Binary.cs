using System.Numerics;
using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>
/// A binary op of the kernels on two tensors, which broadcast to one shape: y = f(a, b) element by element; backwards
/// dy times the partial derivatives, summed where an operand was repeated.
/// </summary>
internal static class Binary<TOp> where TOp : unmanaged, IBinaryOp<TOp>
{
    private static readonly string Name = TOp.Info.Name;
    private static readonly BackwardNeeds Needs = TOp.Info.Needs;

    // A sum passes the gradient on as it is: no kernel is needed where no operand was repeated.
    private static readonly bool DerivativeAIsOne = typeof(TOp) == typeof(Add) || typeof(TOp) == typeof(Subtract);
    private static readonly bool DerivativeBIsOne = typeof(TOp) == typeof(Add);

    // What a derivative does not depend on is not on the tape of gradients of gradients: where it is infinite, the 0 that it
    // would get back would be NaN further on.
    private static readonly bool IsProduct = typeof(TOp) == typeof(Multiply);
    private static readonly bool IsQuotient = typeof(TOp) == typeof(Divide);

    internal static Tensor Forward(Tensor a, Tensor b, TOp op = default)
    {
        Check.SameTypeAndDevice(Name, a, b);
        if (a.DType.IsNarrow()) return Forward(a.To(DType.Float32), b.To(DType.Float32), op).To(a.DType);
        Check.Floating(Name, a);
        var plan = Broadcasting.Plan(Name, a.Shape, b.Shape);
        if (plan.Kind == BroadcastKind.Expanded)
            return Forward(Expansion.To(a, plan.Shape), Expansion.To(b, plan.Shape), op);
        var y = Tensor.Uninitialized(plan.Shape, a.DType, a.Device);
        if (y.Count > 0) NumberType.Dispatch(Name, a, new ForwardLaunch(a, b, y, plan, op));
        return Tape.Records(a, b) ? y.RecordedAs(new Node(a, b, y, plan, op)) : y;
    }

    private sealed class Node : TapeNode
    {
        private readonly Broadcasting _plan;
        private readonly TOp _op;
        private readonly SavedTensor _a, _b, _y;

        internal Node(Tensor a, Tensor b, Tensor y, in Broadcasting plan, TOp op) : base(a, b)
        {
            _plan = plan;
            _op = op;
            if (Needs != BackwardNeeds.None) (_a, _b) = (new SavedTensor(a), new SavedTensor(b));
            if (Needs.HasFlag(BackwardNeeds.Output)) _y = new SavedTensor(y);
        }

        internal override string Name => Binary<TOp>.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            if (pass.Needs(First)) Flow<OperandA>(First, DerivativeAIsOne, TOp.Info.SelectsA, gradient, pass);
            if (pass.Needs(Second)) Flow<OperandB>(Second, DerivativeBIsOne, TOp.Info.SelectsB, gradient, pass);
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            if (pass.Needs(First)) Flow(First, DerivativeAIsOne ? gradient : ThroughA(gradient), pass);
            if (pass.Needs(Second)) Flow(Second, DerivativeBIsOne ? gradient : ThroughB(gradient), pass);
        }

        private Tensor ThroughA(Tensor gradient)
        {
            if (IsProduct) return gradient * _b.Get(this);
            if (IsQuotient) return gradient * _b.Get(this).Map(default(Reciprocal));
            return GradientFlow.Through(gradient, Partial<PartialA<TOp>>(new(_op), gradient), TOp.Info.SelectsA);
        }

        private Tensor ThroughB(Tensor gradient) => IsProduct
            ? gradient * _a.Get(this)
            : GradientFlow.Through(gradient, Partial<PartialB<TOp>>(new(_op), gradient), TOp.Info.SelectsB);

        private static void Flow(Tensor operand, Tensor flowing, BackwardPass pass) =>
            pass.Accumulate(operand, Expansion.SumTo(flowing, operand.Shape));

        private Tensor Partial<TPartial>(TPartial partial, Tensor gradient)
            where TPartial : unmanaged, IBinaryOp<TPartial>
        {
            if (Needs != BackwardNeeds.None) return _a.Get(this).Combine(_b.Get(this), partial);
            using var noGrad = Tape.NoGrad(); // a number that reads nothing
            return gradient.Combine(gradient, partial);
        }

        private void Flow<TOperand>(
            Tensor operand, bool derivativeIsOne, bool selects, Tensor gradient, BackwardPass pass)
            where TOperand : struct, IBinaryOperand
        {
            var flowing = gradient;
            if (!derivativeIsOne)
            {
                var reads = Needs.HasFlag(BackwardNeeds.Input);
                flowing = operand.Shape == _plan.Shape
                    ? pass.Target(operand)
                    : Tensor.Uninitialized(_plan.Shape, gradient.DType, gradient.Device);
                var (a, b) = reads ? (_a.Get(this), _b.Get(this)) : (gradient, gradient);
                var y = Needs.HasFlag(BackwardNeeds.Output) ? _y.Get(this) : gradient;
                if (selects) Launch<TOperand, Selected>(a, b, y, gradient, flowing);
                else Launch<TOperand, Multiplied>(a, b, y, gradient, flowing);
            }
            pass.Accumulate(operand, Reduction.SumTo(flowing, operand, pass));
        }

        private void Launch<TOperand, TFlow>(Tensor a, Tensor b, Tensor y, Tensor gradient, Tensor flowing)
            where TOperand : struct, IBinaryOperand
            where TFlow : unmanaged, IGradientFlow
        {
            var launch = new BackwardLaunch<TOperand, TFlow>(a, b, y, gradient, flowing, _plan, _op);
            if (flowing.Count > 0) NumberType.Dispatch(Name, gradient, launch);
        }
    }

    private readonly struct ForwardLaunch(Tensor a, Tensor b, Tensor y, Broadcasting plan, TOp op) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (viewA, viewB, viewY) = (a.View<T>(), b.View<T>(), y.View<T>());
            var rowsPerItem = LaunchShape.RowsPerItem(y.Device, plan.Rows);
            var items = plan.Columns * LaunchShape.Blocks(plan.Rows, rowsPerItem);
            switch (plan.Kind)
            {
                case BroadcastKind.Same:
                    BinaryLaunchers<TOp, T, TMath>.Same.Launch(y.Device, y.Count, viewA, viewB, viewY, op);
                    break;
                case BroadcastKind.ByScalar:
                    BinaryLaunchers<TOp, T, TMath>.ByScalar.Launch(y.Device, y.Count, viewA, viewB, viewY, op);
                    break;
                case BroadcastKind.ByRow:
                    BinaryLaunchers<TOp, T, TMath>.ByRow.Launch(
                        y.Device, items, viewA, viewB, viewY, plan.Rows, plan.Columns, rowsPerItem, op);
                    break;
                case BroadcastKind.ByColumn:
                    BinaryLaunchers<TOp, T, TMath>.ByColumn.Launch(
                        y.Device, items, viewA, viewB, viewY, plan.Rows, plan.Columns, rowsPerItem, op);
                    break;
                default:
                    BinaryLaunchers<TOp, T, TMath>.Strided.Launch(
                        y.Device, y.Count, viewA, viewB, viewY, plan.Strides, op);
                    break;
            }
        }
    }

    private readonly struct BackwardLaunch<TOperand, TFlow>(
        Tensor a, Tensor b, Tensor y, Tensor dy, Tensor dx, Broadcasting plan, TOp op) : ILaunch
        where TOperand : struct, IBinaryOperand
        where TFlow : unmanaged, IGradientFlow
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (viewDy, viewDx) = (dy.View<T>(), dx.View<T>());
            switch (Needs)
            {
                case BackwardNeeds.None:
                    BinaryBackwardLaunchers<TOp, TFlow, T, TMath, TOperand>.FromNothing.Launch(
                        dy.Device, dy.Count, viewDy, viewDx, op);
                    break;
                case BackwardNeeds.Output:
                    BinaryBackwardLaunchers<TOp, TFlow, T, TMath, TOperand>.FromOutput.Launch(
                        dy.Device, dy.Count, y.View<T>(), viewDy, viewDx, op);
                    break;
                case BackwardNeeds.Input when plan.Kind == BroadcastKind.Same:
                    BinaryBackwardLaunchers<TOp, TFlow, T, TMath, TOperand>.FromInputs.Launch(
                        dy.Device, dy.Count, a.View<T>(), b.View<T>(), viewDy, viewDx, op);
                    break;
                case BackwardNeeds.Input:
                    BinaryBackwardLaunchers<TOp, TFlow, T, TMath, TOperand>.FromBroadcastInputs.Launch(
                        dy.Device, dy.Count, a.View<T>(), b.View<T>(), viewDy, viewDx, plan.Strides, op);
                    break;
                default:
                    throw new GpuNetException(
                        $"{Name}: a binary op's derivative reads its operands or its output, not both.");
            }
        }
    }
}
