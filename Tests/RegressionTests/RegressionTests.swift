// RegressionTests
